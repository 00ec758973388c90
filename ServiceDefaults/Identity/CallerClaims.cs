using System.Security.Claims;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Reads the caller from the claims of a validated Entra ID v2.0 access token.</summary>
internal static class CallerClaims
{
    /// <summary>Null where a claim is missing without which nobody can be held to account.</summary>
    internal static Caller? Read(ClaimsPrincipal principal, string clubTenant)
    {
        var tenant = principal.FindFirstValue("tid");
        var client = principal.FindFirstValue("azp") ?? principal.FindFirstValue("appid");
        var subject = principal.FindFirstValue("oid");
        if (string.IsNullOrEmpty(tenant) || string.IsNullOrEmpty(client) || string.IsNullOrEmpty(subject))
            return null;

        var isPerson = principal.FindFirstValue("idtyp") != "app";
        var ofClub = string.Equals(tenant, clubTenant, StringComparison.OrdinalIgnoreCase);
        var roles = principal.FindAll("roles").Select(claim => claim.Value)
            .Where(role => ClubRoles.Counts(role, ofClub, isPerson))
            .ToHashSet(StringComparer.Ordinal);
        return new Caller(isPerson ? subject : client, client, tenant, isPerson, roles);
    }
}
