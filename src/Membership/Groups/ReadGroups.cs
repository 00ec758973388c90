using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Parties;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Groups;

/// <summary>Country groups on a day, by what was known at an instant. Pure.</summary>
internal static class ReadGroups
{
    public static ListCountryGroupsResponse Answer(
        IReadOnlyList<CountryGroup> versions, MembershipView members, ListCountryGroupsRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedDay.Read(request.AsOf, request.KnownAt, time, faults);
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var groups = new CountryGroups(versions, members, asked.KnownAt);
        var read = groups.Codes.Where(code => page.After is null || string.CompareOrdinal(code, page.After) > 0)
            .Select(code => groups.On(code, asked.Day)!)
            .Take(page.Size + 1).ToList();
        var (onDay, next) = page.Cut(read, one => one.Group.Code);
        return new ListCountryGroupsResponse { Groups = { onDay }, NextPageToken = next };
    }

    public static GetCountryGroupResponse Answer(
        IReadOnlyList<CountryGroup> versions, MembershipView members, GetCountryGroupRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedDay.Read(request.AsOf, request.KnownAt, time, faults);
        faults.ThrowIfAny();

        return new GetCountryGroupResponse
        {
            Group = new CountryGroups(versions, members, asked.KnownAt).On(request.Code, asked.Day)
                ?? throw new ClubException(ErrorReason.NotFound, "No country group with this code was known then."),
        };
    }
}
