using System.Security.Claims;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Web.SignIn;

/// <summary>Which deeds are offered to a person; services decide by their own table what is done.</summary>
internal static class Roles
{
    /// <summary>Whether the person prepares what another approves.</summary>
    public static bool IsOfficer(ClaimsPrincipal user) => Has(user, ClubRoles.SecretariatOfficer);

    /// <summary>Whether the person approves what another prepared.</summary>
    public static bool IsApprover(ClaimsPrincipal user) => Has(user, ClubRoles.SecretariatApprover);

    /// <summary>Whether the person handles grievances.</summary>
    public static bool IsCaseOfficer(ClaimsPrincipal user) => Has(user, ClubRoles.CaseOfficer);

    /// <summary>Whether the person is an officer of that administration.</summary>
    public static bool IsOfficerOf(ClaimsPrincipal user, string administration) =>
        Has(user, ClubRoles.CustomsOfficer) && user.HasClaim(Newcomer.Administration, administration);

    /// <summary>Where the person's legal day begins and ends.</summary>
    public static string ZoneOf(ClaimsPrincipal user) => user.FindFirstValue(Newcomer.Zone) ?? Pages.Clocks.Zone;

    /// <summary>Whether the person may act for operators.</summary>
    public static bool IsSupplier(ClaimsPrincipal user) => Has(user, ClubRoles.Supplier);

    /// <summary>Whether the person assesses facilities.</summary>
    public static bool IsAssessor(ClaimsPrincipal user) => Has(user, ClubRoles.Assessor);

    /// <summary>Whether the person asks what a proposal would do.</summary>
    public static bool MaySimulate(ClaimsPrincipal user) =>
        IsOfficer(user) || IsApprover(user) || Has(user, ClubRoles.MemberDelegate);

    /// <summary>Object id by which a service knows the person.</summary>
    public static string IdOf(ClaimsPrincipal user) => user.FindFirstValue("oid") ?? "";

    private static bool Has(ClaimsPrincipal user, string role) =>
        user.FindAll("roles").Any(claim => claim.Value == role);
}
