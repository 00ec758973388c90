using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Microsoft.Identity.Web against the section AzureAd.</summary>
internal static class IdentityHosting
{
    /// <summary>How soon after a failed or forced refresh the issuer's keys are asked for again.</summary>
    internal static readonly TimeSpan KeysRetry = TimeSpan.FromSeconds(30);

    /// <summary>How often the issuer's keys are looked at anyway.</summary>
    internal static readonly TimeSpan KeysRefresh = TimeSpan.FromMinutes(5);

    internal static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(1);

    internal static void AddClubIdentity(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("AzureAd");
        var instance = new Uri(section["Instance"] ?? "https://login.microsoftonline.com/");
        var plain = instance.Scheme == Uri.UriSchemeHttp;
        if (plain && builder.Environment.IsProduction())
            throw new InvalidOperationException("AzureAd:Instance is plain HTTP: forbidden in Production.");

        var club = new ClubTenant(builder.Configuration["ClubIdentity:TenantId"] ?? section["TenantId"] ?? "");
        builder.Services.AddSingleton(club);
        builder.Services.TryAddSingleton<ICallerDirectory, ClubTenantOnly>();
        builder.Services.AddSingleton<KeptTokens>();
        builder.Services.AddSingleton<TokenGate>();
        builder.Services.AddSingleton<IssuerKeys>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IssuerKeys>());
        builder.Services.AddHealthChecks().AddCheck<IssuerKeys>("issuer-keys");
        // Without a default scheme: the framework would validate the token of each call before KeptTokens is asked.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        builder.Services.AddAuthentication()
            .AddMicrosoftIdentityWebApi(_ => { }, options =>
            {
                options.Instance = instance.ToString();
                options.TenantId = section["TenantId"] ?? "organizations";
                options.ClientId = section["ClientId"] ?? "api://crmclub";
            });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IServiceProvider>((options, services) =>
            {
                options.RequireHttpsMetadata = !plain;
                options.MapInboundClaims = false;
                options.RefreshInterval = KeysRetry;
                options.AutomaticRefreshInterval = KeysRefresh;
                var rules = options.TokenValidationParameters;
                rules.ValidAudiences = Audiences(section);
                rules.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
                rules.ClockSkew = ClockSkewMax;
                // Identity.Web's own validator takes any tenant of a known cloud; the club's takes only those of its
                // members, and serves the developer's issuer by the same rule.
                rules.IssuerValidator = (issuer, token, _) => Issuer(issuer, token, instance, club, services);
            });
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Warning);
        // It calls every refused token an error, and a silent identity server with its whole stack at each try.
        builder.Logging.AddFilter("Microsoft.IdentityModel", LogLevel.Critical);
    }

    private static string[] Audiences(IConfigurationSection section) =>
        [.. new[] { section["Audience"] ?? "api://crmclub", section["ClientId"] }
            .Where(audience => !string.IsNullOrEmpty(audience)).Select(audience => audience!).Distinct()];

    private static string Issuer(
        string issuer, SecurityToken token, Uri instance, ClubTenant club, IServiceProvider services)
    {
        var tenant = token is JsonWebToken jwt && jwt.TryGetPayloadValue<string>("tid", out var tid) ? tid : "";
        var known = club.Is(tenant) || services.GetRequiredService<ICallerDirectory>().IsRegistered(tenant);
        return tenant.Length > 0 && known && issuer == new Uri(instance, $"{tenant}/v2.0").ToString()
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("Not the issuer of a registered tenant.");
    }
}
