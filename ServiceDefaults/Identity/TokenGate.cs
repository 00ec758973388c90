using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Turns a request's bearer token into a caller, or refuses.</summary>
public sealed class TokenGate(KeptTokens kept, IssuerKeys keys, ICallerDirectory directory, ClubTenant club)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether the caller is of the club's own tenant.</summary>
    public bool IsOfClub(Caller caller) => club.Is(caller.TenantId);

    /// <summary>The caller.</summary>
    /// <exception cref="ClubException">UNAUTHENTICATED, or UNAVAILABLE while the issuer's keys or the members are
    /// not known yet.</exception>
    public async ValueTask<Caller> AuthenticateAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Refused(context);
        var token = value[Scheme.Length..].Trim();
        return kept.Find(token) ?? await ValidateAsync(context, token);
    }

    private async Task<Caller> ValidateAsync(HttpContext context, string token)
    {
        if (!keys.Known)
            throw new ClubException(ErrorReason.Unavailable, "The issuer's keys are not known yet.");
        if (!TokenForm.IsPlain(token))
            throw Refused(context);
        var membersKnown = directory.IsKnown;
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (!result.Succeeded && !membersKnown)
            throw new ClubException(ErrorReason.Unavailable, "The list of members is not here yet.");
        if (!result.Succeeded || CallerClaims.Read(result.Principal, club.Id) is not { } caller)
            throw Refused(context);
        if (result.Properties.ExpiresUtc is { } expires)
            kept.Keep(token, caller, expires);
        return caller;
    }

    private static ClubException Refused(HttpContext context)
    {
        if (!Refusal.IsGrpc(context.Request))
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return new ClubException(ErrorReason.Unauthenticated, "No valid token: sign in again.");
    }
}

/// <summary>The club's own Entra ID tenant.</summary>
public sealed record ClubTenant(string Id)
{
    public bool Is(string tenantId) => string.Equals(Id, tenantId, StringComparison.OrdinalIgnoreCase);
}
