using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Parties;

/// <summary>A customs territory applies, or applies again after a refusal or a withdrawal.</summary>
internal sealed class ApplyForMembership(Deeds deeds)
{
    private const int CountriesMax = 60;
    private const int NameLengthMax = 200;

    public Task<ApplyForMembershipResponse> RunAsync(
        ApplyForMembershipRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => ApplyAsync(request, deed), cancel);

    private static async Task<ApplyForMembershipResponse> ApplyAsync(ApplyForMembershipRequest request, Deed deed)
    {
        var faults = deed.Work.Faults;
        var asked = request.Party ?? new Party();
        Check(asked, deed);
        PartySteps.Reason(request.Reason, faults);
        var from = PartySteps.EffectiveDay(deed, request.EffectiveOn);
        faults.ThrowIfAny();

        var party = deed.Book.View.Party(asked.Code) is null
            ? new Party { Code = asked.Code, VotingSharePercent = "0" }
            : PartySteps.Known(deed, asked.Code, request.KnownDecision);
        (party.NameEn, party.NameJa) = (asked.NameEn, asked.NameJa);
        party.Countries.Clear();
        party.Countries.Add(asked.Countries);
        return new ApplyForMembershipResponse
        {
            Party = await PartySteps.TakeAsync(deed, party, new PartyDecision
            {
                Step = PartyStep.Application,
                EffectiveOn = LegalDays.Write(from!.Value),
                Reason = request.Reason,
            }),
        };
    }

    private static void Check(Party asked, Deed deed)
    {
        var faults = deed.Work.Faults;
        if (Countries.Check(asked.Code) is { IsValid: false } unknown)
            faults.Add("party.code", "", unknown.Rule, asked.Code, unknown.Accepted, unknown.Message);
        faults.Text("party.name_en", "", asked.NameEn, NameLengthMax);
        faults.Text("party.name_ja", "", asked.NameJa, NameLengthMax);
        if (asked.Countries.Count is 0 or > CountriesMax)
            faults.Add(
                "party.countries", "", "COUNT", $"{asked.Countries.Count}", $"1 to {CountriesMax}",
                "A party has the goods of at least one country.");
        foreach (var (place, country) in asked.Countries.Index())
        {
            var field = $"party.countries[{place}]";
            if (Countries.Check(country) is { IsValid: false } broken)
                faults.Add(field, "", broken.Rule, country, broken.Accepted, broken.Message);
            if (asked.Countries.Take(place).Contains(country))
                faults.Add(field, "", "UNIQUE", country, "each once", "The country stands twice.");
            foreach (var other in deed.Book.View.Parties.Where(other => Holds(other, asked.Code, country, deed.Today)))
                faults.Add(field, "", "COUNTRY_OF_ONE_PARTY", country, "a country of no other party",
                    $"The country belongs to {other.Code}.");
        }
    }

    // One that was refused or has left holds nothing; one that leaves later still does.
    private static bool Holds(PartyView other, string code, string country, DateOnly day) =>
        other.Code != code && other.Contract.Countries.Contains(country)
        && other.StatusOn(day) is not (PartyStatus.Unspecified or PartyStatus.Refused or PartyStatus.Withdrawn);
}
