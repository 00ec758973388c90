using CrmClub.ServiceDefaults;

namespace CrmClub.DevIdentity;

/// <summary>
/// Stands in for Entra ID on a developer's machine: the same v2.0 endpoints, really signed tokens, identities from a
/// file. Never for a club in earnest, so it refuses Production and any address but loopback.
/// </summary>
public static class DevIdentityHost
{
    /// <summary>The host, not started.</summary>
    /// <exception cref="InvalidOperationException">Production, an address that is not loopback, no identities.
    /// </exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Environment.IsProduction())
            throw new InvalidOperationException("DevIdentity refuses Production: use Entra ID.");
        Loopback.Demand(builder.Configuration);

        var file = builder.Configuration["DevIdentity:IdentitiesFile"];
        if (string.IsNullOrEmpty(file) || !File.Exists(file))
            throw new InvalidOperationException("DevIdentity:IdentitiesFile names no file.");
        var keyFile = builder.Configuration["DevIdentity:SigningKeyFile"]
            ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "identity-key.pem");

        builder.AddHostDefaults("identity");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new IdentityFile(file));
        builder.Services.AddSingleton(SigningKey.LoadOrCreate(keyFile));
        builder.Services.AddSingleton<Tokens>();
        builder.Services.AddSingleton<Codes>();
        builder.Services.AddSingleton<TokenEndpoint>();

        var app = builder.Build();
        app.MapHealth();
        app.MapDiscovery();
        app.MapSignIn();
        app.MapPost("/{tenant}/oauth2/v2.0/token", (string tenant, HttpContext context, TokenEndpoint endpoint) =>
            endpoint.AnswerAsync(tenant, context)).DisableAntiforgery();
        return app;
    }
}
