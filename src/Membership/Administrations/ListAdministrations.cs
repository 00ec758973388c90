using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Administrations;

/// <summary>The administrations with their policies.</summary>
internal static class ListAdministrations
{
    public static ListAdministrationsResponse Answer(MembershipView view, ListAdministrationsRequest request)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var read = view.Administrations.Select(administration => administration.Contract)
            .Where(administration => request.Party.Length == 0 || administration.Party == request.Party)
            .OrderBy(administration => administration.Code, StringComparer.Ordinal)
            .Where(administration => page.After is null || string.CompareOrdinal(administration.Code, page.After) > 0)
            .Take(page.Size + 1).ToList();
        var (administrations, next) = page.Cut(read, administration => administration.Code);
        return new ListAdministrationsResponse { Administrations = { administrations }, NextPageToken = next };
    }
}
