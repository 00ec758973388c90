using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;

namespace CrmClub.Web;

/// <summary>What stands between the pages and a browser: the gateway, cookies, and the keys that seal them.</summary>
internal static class Door
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal static void AddDoor(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            // Known are the loopback addresses, and the gateway's own where it stands elsewhere.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor
                | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = 1;
            options.AllowedHosts = (settings["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
            // An address, or a network in which nobody but the gateway reaches this.
            foreach (var gateway in settings.GetSection("Web:Gateways").Get<string[]>() ?? [])
                if (gateway.Contains('/'))
                    options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(gateway));
                else
                    options.KnownProxies.Add(System.Net.IPAddress.Parse(gateway));
        });
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie = builder.Environment.Sealed(options.Cookie, "crm-af");
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "token";
            options.SuppressXFrameOptionsHeader = true;      // The content security policy says more.
        });

        var keys = builder.Services.AddDataProtection().SetApplicationName("crmclub-web");
        if (settings["Web:KeysFolder"] is { Length: > 0 } folder)
            keys.PersistKeysToFileSystem(Private(folder));
        else if (builder.Environment.IsProduction())
            throw new InvalidOperationException("Web:KeysFolder is needed in Production: it keeps what seals cookies.");
        // That the keys themselves lie open: their folder is for their owner alone.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    private static DirectoryInfo Private(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, OwnerOnly);

    /// <summary>
    /// A cookie for this host alone, which no script reads. A developer's club is plain HTTP on loopback, where a
    /// browser would not send a secure one back.
    /// </summary>
    internal static CookieBuilder Sealed(this IHostEnvironment environment, CookieBuilder cookie, string name)
    {
        var plain = environment.IsDevelopment();
        cookie.Name = plain ? name : $"__Host-{name}";
        cookie.SecurePolicy = plain ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        cookie.HttpOnly = true;
        cookie.Path = "/";
        cookie.IsEssential = true;
        return cookie;
    }
}
