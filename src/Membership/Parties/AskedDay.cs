using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Parties;

/// <summary>The day asked about, and the instant as of which it is answered.</summary>
internal readonly record struct AskedDay(DateOnly Day, DateTime? KnownAt)
{
    public static AskedDay Read(string asOf, Timestamp? knownAt, ClubTime time, Violations faults)
    {
        var day = faults.Day("as_of", "", asOf, required: false) ?? time.Today(LegalDays.ClubZone);
        return new AskedDay(day, faults.Instant("known_at", knownAt));
    }

    /// <summary>The party as it was known; null where it was not known yet.</summary>
    public PartyOnDay? Of(PartyView view)
    {
        var knownAt = KnownAt;
        var party = view.Contract.Clone();
        party.Statuses.Clear();
        party.Statuses.Add(view.Contract.Statuses
            .Where(row => knownAt is null || row.RecordedAt.ToDateTime() <= knownAt));
        return party.Statuses.Count == 0
            ? null
            : new PartyOnDay { Party = party, Status = view.StatusOn(Day, knownAt) };
    }
}
