using System.Security.Claims;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Web.Calls;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Web.SignIn;

/// <summary>
/// Who comes in: people of the club's own tenant, and of the administrations' tenants those whom the club's services
/// take. Whose tenant that is says Membership's register, and nothing here.
/// </summary>
internal static class Newcomer
{
    /// <summary>Claim of somebody of another tenant: the ISO code of the administration whose it is.</summary>
    internal const string Administration = "administration";

    /// <summary>Claim of where the legal day of that administration begins and ends.</summary>
    internal const string Zone = "zoneinfo";

    /// <summary>Any tenant may answer; who of them is let in is asked by <see cref="AdmitAsync"/>.</summary>
    internal const string AnyTenant = "organizations";

    private const int AdministrationsMax = 500;

    /// <summary>The issuer, where it is the identity server for the tenant that the token names.</summary>
    /// <exception cref="SecurityTokenInvalidIssuerException">It is another.</exception>
    internal static string Issuer(string issuer, SecurityToken token, Uri instance) =>
        token is JsonWebToken jwt && jwt.TryGetClaim("tid", out var tenant) && Guid.TryParse(tenant.Value, out _)
        && issuer == new Uri(instance, $"{tenant.Value}/v2.0").ToString()
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("Not the identity server's tenant that the token names.");

    /// <summary>
    /// Keeps of the roles those that count for the person's tenant; a person of another tenant is let in if Membership
    /// takes their token, and is told by the administration whose tenant it is. Fails where it can't be asked.
    /// </summary>
    internal static async Task AdmitAsync(TokenValidatedContext context, string clubTenant)
    {
        var person = (ClaimsIdentity)context.Principal!.Identity!;
        var tenant = person.FindFirst("tid")?.Value ?? "";
        var isOfClub = tenant == clubTenant;
        foreach (var claim in person.Claims.Where(claim => claim.Type is Administration or Zone
            || (claim.Type == "roles" && !ClubRoles.Counts(claim.Value, isOfClub, isPerson: true))).ToList())
            person.RemoveClaim(claim);
        if (isOfClub)
            return;
        try
        {
            var membership = context.HttpContext.RequestServices
                .GetRequiredService<MembershipService.MembershipServiceClient>();
            var options = new CallOptions(
                new Metadata { { "authorization", $"Bearer {context.TokenEndpointResponse?.AccessToken}" } },
                DateTime.UtcNow + PersonsCalls.AnswerMax, context.HttpContext.RequestAborted);
            var found = await membership.ListAdministrationsAsync(new() { PageSize = AdministrationsMax }, options);
            var own = found.Administrations.FirstOrDefault(one =>
                string.Equals(one.TenantId, tenant, StringComparison.OrdinalIgnoreCase));
            if (own is null)
                context.Fail("The tenant is no administration's.");
            else
                person.AddClaims([new Claim(Administration, own.Code), new Claim(Zone, own.TimeZone)]);
        }
        catch (RpcException refused)
        {
            context.Fail($"Membership does not take the person's token: {refused.StatusCode}.");
        }
    }
}
