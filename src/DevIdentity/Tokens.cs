using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.DevIdentity;

/// <summary>Makes tokens with the claims that Entra ID's v2.0 endpoint sends.</summary>
public sealed class Tokens(SigningKey key, IConfiguration configuration, TimeProvider time)
{
    /// <summary>Audience of every access token: the club's one API.</summary>
    public const string Api = "api://crmclub";

    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Base address of all tenants, ending with "/": as configured, else as asked.</summary>
    public string Instance(HttpRequest request) =>
        configuration["AzureAd:Instance"] is { Length: > 0 } given
            ? given.TrimEnd('/') + "/"
            : $"{request.Scheme}://{request.Host}/";

    /// <summary>An access token that an application got for itself.</summary>
    public string ForSystem(string instance, SystemIdentity system)
    {
        var objectId = ObjectIdOf(system);
        return Sign(instance, system.TenantId, Api, new()
        {
            ["azp"] = system.ClientId,
            ["azpacr"] = "1",
            ["idtyp"] = "app",
            ["oid"] = objectId,
            ["sub"] = objectId,
            ["roles"] = system.Roles,
        });
    }

    /// <summary>An access token that an application got for a person.</summary>
    public string ForPerson(string instance, PersonIdentity person, ClientApplication client) =>
        Sign(instance, person.TenantId, Api, new()
        {
            ["azp"] = client.ClientId,
            ["azpacr"] = client.Secret is null ? "0" : "1",
            ["name"] = person.Shown,
            ["oid"] = person.ObjectId,
            ["preferred_username"] = person.Name,
            ["roles"] = person.Roles,
            ["scp"] = "access_as_user",
            ["sub"] = Pairwise(person, client),
        });

    /// <summary>What tells the application who signed in.</summary>
    public string IdToken(string instance, PersonIdentity person, ClientApplication client, string? nonce)
    {
        var claims = new Dictionary<string, object>
        {
            ["name"] = person.Shown,
            ["oid"] = person.ObjectId,
            ["preferred_username"] = person.Name,
            ["roles"] = person.Roles,
            ["sub"] = Pairwise(person, client),
        };
        if (!string.IsNullOrEmpty(nonce))
            claims["nonce"] = nonce;
        return Sign(instance, person.TenantId, client.ClientId, claims);
    }

    private string Sign(string instance, string tenant, string audience, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        claims["tid"] = tenant;
        claims["uti"] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        claims["ver"] = "2.0";
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = $"{instance}{tenant}/v2.0",
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }

    // Entra gives an application's principal an id of its own in each tenant.
    private static string ObjectIdOf(SystemIdentity system) =>
        new Guid(Hash($"{system.TenantId}/{system.ClientId}").AsSpan(0, 16)).ToString();

    // Entra's `sub` is another for each application.
    private static string Pairwise(PersonIdentity person, ClientApplication client) =>
        Base64UrlEncoder.Encode(Hash($"{client.ClientId}/{person.ObjectId}"));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
