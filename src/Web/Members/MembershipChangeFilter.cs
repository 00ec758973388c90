using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Members;

/// <summary>Which changes of membership a list shows; it stands in its address.</summary>
internal static class MembershipChangeFilter
{
    /// <summary>What may be asked for: first those that wait, last all.</summary>
    public static IEnumerable<ChangeState> States =>
        [ChangeState.Prepared, ChangeState.Approved, ChangeState.Rejected, ChangeState.Unspecified];

    /// <summary>The state that an address names; those that wait where it names none.</summary>
    public static ChangeState Of(string? state) =>
        States.FirstOrDefault(one => $"{one}" == state, ChangeState.Prepared);
}
