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

    /// <summary>What suppliers and assessors file, each its own.</summary>
    internal const string Filing = nameof(Filing);

    /// <summary>Adjustments, with what administrations' officers do about their own.</summary>
    internal const string Cases = nameof(Cases);

    /// <summary>What is an administration's officer's alone in a list of pages.</summary>
    internal const string Customs = nameof(Customs);

    /// <summary>The runs of an applicant's systems.</summary>
    internal const string Sandbox = nameof(Sandbox);

    private static readonly string[] Office = [ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover];

    private static readonly Dictionary<string, string[]> RolesOf = new()
    {
        [Secretariat] = Office,
        [Oversight] = [ClubRoles.Auditor, ClubRoles.Operator, .. Office],
        [Cases] = [ClubRoles.CustomsOfficer, .. Office],
        [Customs] = [ClubRoles.CustomsOfficer],
        [Sandbox] = [ClubRoles.Applicant],
        [Filing] = [ClubRoles.Supplier, ClubRoles.Assessor],
        [Controls] = [ClubRoles.Auditor, .. Office],
        [Grievances] = [ClubRoles.CaseOfficer, ClubRoles.Auditor, .. Office],
    };

    internal static IEnumerable<string> Policies => RolesOf.Keys;

    /// <summary>Whether the person is of the club's tenant or an administration's, and has such a role there.</summary>
    internal static bool Allows(string policy, ClaimsPrincipal user, string clubTenant) =>
        clubTenant.Length > 0 && IsFor(policy, user)
        && (user.FindFirstValue("tid") == clubTenant || user.HasClaim(one => one.Type == Newcomer.Administration));

    /// <summary>Whether the person has a role for which such pages are.</summary>
    internal static bool IsFor(string policy, ClaimsPrincipal user) =>
        user.FindAll("roles").Any(role => RolesOf[policy].Contains(role.Value));
}
