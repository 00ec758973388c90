using CrmClub.Web.Language;
using Microsoft.AspNetCore.Authorization;

namespace CrmClub.Web.Search;

/// <summary>Single keys that lead somewhere; who speaks to a computer, or mistypes, switches them off.</summary>
internal static class SingleKeys
{
    /// <summary>Whether a page answers to them: one inside, for a reader who has not switched them off.</summary>
    public static bool AreOn(HttpContext context, IHostEnvironment environment) =>
        context.User.Identity is { IsAuthenticated: true } && MayBe(context.GetEndpoint())
        && Preferences.Keys.Of(context.Request, environment) != "off";

    /// <summary>Whether a script may be in what is served there.</summary>
    public static bool MayBe(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;
}
