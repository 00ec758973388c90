using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Parties;

/// <summary>The parties known at an instant, with their status on a day.</summary>
internal static class ListParties
{
    public static ListPartiesResponse Answer(MembershipView view, ListPartiesRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedDay.Read(request.AsOf, request.KnownAt, time, faults);
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var read = view.Parties.OrderBy(party => party.Code, StringComparer.Ordinal)
            .Where(party => page.After is null || string.CompareOrdinal(party.Code, page.After) > 0)
            .Select(asked.Of).OfType<PartyOnDay>()
            .Take(page.Size + 1).ToList();
        var (parties, next) = page.Cut(read, party => party.Party.Code);
        return new ListPartiesResponse { Parties = { parties }, NextPageToken = next };
    }
}
