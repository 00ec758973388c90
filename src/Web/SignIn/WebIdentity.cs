using CrmClub.Web.Arrivals;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Web.SignIn;

/// <summary>
/// Sign-in by Microsoft.Identity.Web: OpenID Connect's code flow with PKCE, at Entra ID or at the developer's stand-in,
/// by the same code.
/// </summary>
internal static class WebIdentity
{
    internal const string Entra = "https://login.microsoftonline.com/";

    internal static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(15);

    /// <summary>How long a person may take at the identity server.</summary>
    internal static readonly TimeSpan SignInMax = TimeSpan.FromMinutes(10);

    internal static void AddSignIn(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("AzureAd");
        var instance = new Uri(section["Instance"] ?? Entra);
        if (instance.Scheme == Uri.UriSchemeHttp && builder.Environment.IsProduction())
            throw new InvalidOperationException("AzureAd:Instance is plain HTTP: forbidden in Production.");

        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddSingleton<KeptForms>();
        builder.Services.AddAuthentication(OpenIdConnectDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApp(options =>
            {
                options.Instance = instance.ToString();
                options.TenantId = Newcomer.AnyTenant;
                options.ClientId = section["ClientId"];
                options.ClientSecret = section["ClientSecret"];
            });
        builder.Services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<KeptForms>((options, kept) =>
            {
                Apply(options, builder.Environment, section, instance);
                // After what the library does there.
                var before = options.Events.OnRedirectToIdentityProvider;
                options.Events.OnRedirectToIdentityProvider = async context =>
                {
                    await before(context);
                    await kept.KeepAsync(context);
                };
                var validated = options.Events.OnTokenValidated;
                options.Events.OnTokenValidated = async context =>
                {
                    await validated(context);
                    await Newcomer.AdmitAsync(context, section["TenantId"] ?? "");
                };
            });
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<Sessions, TimeProvider>((options, sessions, time) =>
                Apply(options, builder.Environment, sessions, time));
        var access = builder.Services.AddAuthorizationBuilder();
        foreach (var name in Access.Policies)
            access.AddPolicy(name, policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(asked => Access.Allows(name, asked.User, section["TenantId"] ?? "")));
        builder.Logging.AddFilter("Microsoft.IdentityModel", LogLevel.Critical);
    }

    private static void Apply(
        OpenIdConnectOptions options, IHostEnvironment environment, IConfigurationSection section, Uri instance)
    {
        options.RequireHttpsMetadata = instance.Scheme == Uri.UriSchemeHttps;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = true;
        // Claims by their own names. The library brings a handler of its own, which renames them.
        options.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
        options.RemoteAuthenticationTimeout = SignInMax;
        options.SignedOutRedirectUri = "/signed-out";
        options.Scope.Clear();
        foreach (var scope in new[] { "openid", "profile", $"{section["Audience"] ?? "api://crmclub"}/access_as_user" })
            options.Scope.Add(scope);

        var rules = options.TokenValidationParameters;
        (rules.NameClaimType, rules.RoleClaimType) = ("name", "roles");
        rules.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        // By one rule for Entra and the developer's issuer.
        rules.IssuerValidator = (issuer, token, _) => Newcomer.Issuer(issuer, token, instance);

        // The answer comes as an address that the browser goes to: Lax cookies are sent along.
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = environment.IsDevelopment()
                ? CookieSecurePolicy.SameAsRequest
                : CookieSecurePolicy.Always;
        }
        options.Events.OnRemoteFailure = failure =>
        {
            failure.Response.Redirect("/problem/sign-in");
            failure.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private static void Apply(
        CookieAuthenticationOptions options, IHostEnvironment environment, Sessions sessions, TimeProvider time)
    {
        options.Cookie = environment.Sealed(options.Cookie, "crm");
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = IdleMax;
        options.SlidingExpiration = true;
        options.SessionStore = sessions;
        options.Events.OnRedirectToAccessDenied = denied =>
        {
            // Whose pages are others than the secretariat's comes in by the same address.
            var home = Room.For(denied.HttpContext.User).FirstOrDefault(one => one.IsHome);
            if (denied.Request.Path == "/" && home is not null)
                denied.Response.Redirect(home.Path);
            else
                denied.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnCheckSlidingExpiration = session =>
        {
            session.ShouldRenew &= !LiveParts.IsAskedFor(session.HttpContext);
            return Task.CompletedTask;
        };
        // Who can't be spoken for any more has to sign in again.
        options.Events.OnValidatePrincipal = validated =>
        {
            var until = validated.Properties.GetTokenValue("expires_at");
            if (!DateTimeOffset.TryParse(until, out var expires) || expires <= time.GetUtcNow())
                validated.RejectPrincipal();
            return Task.CompletedTask;
        };
    }
}
