using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace CrmClub.Web.SignIn;

internal static class SignOut
{
    internal const string Path = "/sign-out";

    private static readonly string[] Both =
        [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme];

    /// <summary>Ends the session here and at the identity server.</summary>
    internal static void MapSignOut(this WebApplication app) =>
        app.MapForm(Path, (_, _) => Results.SignOut(null, Both));
}
