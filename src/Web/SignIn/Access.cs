using System.Security.Claims;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Web.SignIn;

/// <summary>Who may see which pages. What they then see, the services decide by their own table.</summary>
internal static class Access
{
    /// <summary>Of every page that names no other.</summary>
    internal const string Secretariat = nameof(Secretariat);

    /// <summary>Who answers grievances, and who may see that they are answered.</summary>
    internal const string Grievances = nameof(Grievances);

    /// <summary>Whether records are whole, and services keep their promises.</summary>
    internal const string Oversight = nameof(Oversight);

    /// <summary>Risk profiles and what controls found.</summary>
    internal const string Controls = nameof(Controls);

    private static readonly string[] Office = [ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover];

    private static readonly Dictionary<string, string[]> RolesOf = new()
    {
        [Secretariat] = Office,
        [Oversight] = [ClubRoles.Auditor, ClubRoles.Operator, .. Office],
        [Controls] = [ClubRoles.Auditor, .. Office],
        [Grievances] = [ClubRoles.CaseOfficer, ClubRoles.Auditor, .. Office],
    };

    internal static IEnumerable<string> Policies => RolesOf.Keys;

    internal static bool Allows(string policy, ClaimsPrincipal user, string clubTenant) =>
        clubTenant.Length > 0 && user.FindFirstValue("tid") == clubTenant && IsFor(policy, user);

    /// <summary>Whether the person has a role for which such pages are.</summary>
    internal static bool IsFor(string policy, ClaimsPrincipal user) =>
        user.FindAll("roles").Any(role => RolesOf[policy].Contains(role.Value));
}
