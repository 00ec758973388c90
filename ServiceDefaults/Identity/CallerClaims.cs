using System.Security.Claims;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Reads the caller from the claims of a validated Entra ID v2.0 access token.</summary>
internal static class CallerClaims
{
    /// <summary>
    /// Null where a claim is missing without which nobody can be held to account, and for what is no such access token:
    /// one of version 1.0, or an id token, which bears no scope.
    /// </summary>
    internal static Caller? Read(ClaimsPrincipal principal, string clubTenant)
    {
        var tenant = principal.FindFirstValue("tid");
        var client = principal.FindFirstValue("azp");
        var subject = principal.FindFirstValue("oid");
        if (string.IsNullOrEmpty(tenant) || string.IsNullOrEmpty(client) || string.IsNullOrEmpty(subject))
            return null;

        var isPerson = principal.FindFirstValue("idtyp") != "app";
        if (principal.FindFirstValue("ver") != "2.0" || (isPerson && principal.FindFirstValue("scp") is null))
            return null;
        var ofClub = string.Equals(tenant, clubTenant, StringComparison.OrdinalIgnoreCase);
        var roles = principal.FindAll("roles").Select(claim => claim.Value)
            .Where(role => ClubRoles.Counts(role, ofClub, isPerson))
            .ToHashSet(StringComparer.Ordinal);
        return new Caller(isPerson ? subject : client, client, tenant, isPerson, roles);
    }
}
