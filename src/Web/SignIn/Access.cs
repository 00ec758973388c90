using System.Security.Claims;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Web.SignIn;

/// <summary>Who may see the pages. What they then see, the services decide by their own table.</summary>
internal static class Access
{
    internal const string Secretariat = nameof(Secretariat);

    private static readonly string[] Roles = [ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover];

    internal static bool IsSecretariat(ClaimsPrincipal user, string clubTenant) =>
        clubTenant.Length > 0 && user.FindFirstValue("tid") == clubTenant
        && user.FindAll("roles").Any(role => Roles.Contains(role.Value));
}
