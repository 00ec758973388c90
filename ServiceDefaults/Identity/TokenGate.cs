using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Turns a request's bearer token into a caller, or refuses.</summary>
public sealed class TokenGate(KeptTokens kept, ClubTenant club)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether the caller is of the club's own tenant.</summary>
    public bool IsOfClub(Caller caller) => club.Is(caller.TenantId);

    /// <summary>The caller.</summary>
    /// <exception cref="ClubException">UNAUTHENTICATED, or UNAVAILABLE while the issuer's keys are not known yet.
    /// </exception>
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
        AuthenticateResult result;
        try
        {
            result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        }
        catch (Exception fault) when (IsKeysMissing(fault))
        {
            throw new ClubException(ErrorReason.Unavailable, "The issuer's keys are not known yet.");
        }
        // What fits no rule of a token is refused like one: the reason stands in the log, not in the answer.
        catch (Exception fault) when (fault is SecurityTokenException or ArgumentException or UnauthorizedAccessException)
        {
            throw Refused(context);
        }
        if (result.Failure is { } failure && IsKeysMissing(failure))
            throw new ClubException(ErrorReason.Unavailable, "The issuer's keys are not known yet.");
        if (!result.Succeeded || CallerClaims.Read(result.Principal, club.Id) is not { } caller)
            throw Refused(context);
        if (result.Properties.ExpiresUtc is { } expires)
            kept.Keep(token, caller, expires);
        return caller;
    }

    private static bool IsKeysMissing(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException!)
            if (cause is HttpRequestException or IOException or InvalidConfigurationException
                || cause.Message.StartsWith("IDX20803", StringComparison.Ordinal)
                || cause.Message.StartsWith("IDX20807", StringComparison.Ordinal))
                return true;
        return false;
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
