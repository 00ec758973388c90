namespace CrmClub.DevIdentity;

/// <summary>What a client reads first: addresses and keys, per tenant.</summary>
internal static class Discovery
{
    internal static void MapDiscovery(this WebApplication app)
    {
        app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration",
            (string tenant, HttpRequest request, IdentityFile identities, Tokens tokens) =>
                identities.Current.HasTenant(tenant)
                    ? Results.Json(Document(tokens.Instance(request), tenant))
                    : Unknown());
        app.MapGet("/{tenant}/discovery/v2.0/keys", (string tenant, IdentityFile identities, SigningKey key) =>
            identities.Current.HasTenant(tenant) ? Results.Json(Keys(key)) : Unknown());
    }

    private static Dictionary<string, object> Document(string instance, string tenant) => new()
    {
        // Entra's own form where the address stands for any tenant.
        ["issuer"] = $"{instance}{(Identities.IsAnyTenant(tenant) ? "{tenantid}" : tenant)}/v2.0",
        ["authorization_endpoint"] = $"{instance}{tenant}/oauth2/v2.0/authorize",
        ["token_endpoint"] = $"{instance}{tenant}/oauth2/v2.0/token",
        ["end_session_endpoint"] = $"{instance}{tenant}/oauth2/v2.0/logout",
        ["jwks_uri"] = $"{instance}{tenant}/discovery/v2.0/keys",
        ["response_types_supported"] = new[] { "code" },
        ["response_modes_supported"] = new[] { "query" },
        ["grant_types_supported"] = new[] { "authorization_code", "client_credentials", "password" },
        ["subject_types_supported"] = new[] { "pairwise" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post", "client_secret_basic" },
        ["code_challenge_methods_supported"] = new[] { "S256" },
        ["scopes_supported"] = new[] { "openid", "profile", "email", "offline_access" },
    };

    private static object Keys(SigningKey key) => new
    {
        keys = new[]
        {
            new { kty = "RSA", use = "sig", alg = "RS256", kid = key.Id, n = key.Modulus, e = key.Exponent },
        },
    };

    private static IResult Unknown() =>
        Results.Json(new { error = "invalid_tenant", error_description = "No such tenant." }, statusCode: 400);
}
