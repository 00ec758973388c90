using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Membership.Parties;

/// <summary>One party with its administrations.</summary>
internal static class GetParty
{
    public static GetPartyResponse Answer(MembershipView view, GetPartyRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedDay.Read(request.AsOf, request.KnownAt, time, faults);
        faults.ThrowIfAny();

        var party = view.Party(request.Code) is { } known ? asked.Of(known) : null;
        if (party is null)
            throw new ClubException(ErrorReason.NotFound, "No party with this code was known then.");
        return new GetPartyResponse
        {
            Party = party,
            Administrations =
            {
                view.Administrations.Select(administration => administration.Contract)
                    .Where(administration => administration.Party == request.Code)
                    .OrderBy(administration => administration.Code, StringComparer.Ordinal),
            },
        };
    }
}
