using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Makes tokens: real ones changed in one place, with the identity server's own key or another.</summary>
internal sealed class Forge : IDisposable
{
    private readonly JsonObject person;
    private readonly JsonObject system;
    private readonly JsonObject service;

    private Forge(string keyFile, string systemToken, string personToken, string serviceToken)
    {
        Key.ImportFromPem(File.ReadAllText(keyFile));
        (RealToken, Header) = (systemToken, Part(systemToken, 0));
        (system, person, service) = (Part(systemToken, 1), Part(personToken, 1), Part(serviceToken, 1));
    }

    /// <summary>The key that the club takes.</summary>
    public RSA Key { get; } = RSA.Create();

    /// <summary>The header of a real token.</summary>
    public JsonObject Header => (JsonObject)field.DeepClone();

    /// <summary>A token as the identity server gave it.</summary>
    public string RealToken { get; }

    /// <summary>Claims of a registered customs system.</summary>
    public JsonObject System => (JsonObject)system.DeepClone();

    /// <summary>Claims of a person of the secretariat, another one each time.</summary>
    public JsonObject Person => ((JsonObject)person.DeepClone()).With("oid", $"{Guid.NewGuid()}");

    /// <summary>Claims of a service of the club.</summary>
    public JsonObject Service => (JsonObject)service.DeepClone();

    public static async Task<Forge> OfAsync(ClubUnderTest club, CancellationToken cancel) => new(
        Path.Combine(club.Folder, "identity-key.pem"),
        await club.TokenAsync("customs-de", cancel),
        await club.TokenAsync("chief", cancel),
        await club.TokenAsync("tariffs", cancel));

    /// <summary>A token with the real key's signature.</summary>
    public string Signed(JsonNode payload, JsonNode? header = null) =>
        Signed(payload.ToJsonString(), header ?? Header);

    /// <summary>The same of a payload that need not be proper JSON.</summary>
    public string Signed(string payload, JsonNode header) => SignedBy(Key, payload, header);

    /// <summary>A token with another key's signature.</summary>
    public static string SignedBy(
        RSA key, string payload, JsonNode header, HashAlgorithmName? hash = null, RSASignaturePadding? padding = null)
    {
        var content = Unsigned(payload, header);
        var signature = key.SignData(Encoding.ASCII.GetBytes(content), hash ?? HashAlgorithmName.SHA256,
            padding ?? RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>A token whose signature is a secret's.</summary>
    public static string Sealed(byte[] secret, string payload, JsonNode header)
    {
        var content = Unsigned(payload, header);
        var seal = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content));
        return $"{content}.{Base64Url.EncodeToString(seal)}";
    }

    /// <summary>Header and payload.</summary>
    public static string Unsigned(string payload, JsonNode header) =>
        $"{Encoded(header.ToJsonString())}.{Encoded(payload)}";

    public void Dispose() => Key.Dispose();

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static JsonObject Part(string token, int place) =>
        JsonSerializer.Deserialize<JsonObject>(Base64Url.DecodeFromChars(token.Split('.')[place]))!;
}

/// <summary>Claims changed in one place.</summary>
internal static class Claims
{
    public static JsonObject With(this JsonObject claims, string name, JsonNode? value)
    {
        claims[name] = value;
        return claims;
    }

    public static JsonObject Without(this JsonObject claims, string name)
    {
        claims.Remove(name);
        return claims;
    }

    public static JsonObject WithRoles(this JsonObject claims, params string[] roles) =>
        claims.With("roles", new JsonArray([.. roles.Select(role => JsonValue.Create(role))]));

    /// <summary>Of another tenant, by that tenant's issuer.</summary>
    public static JsonObject WithTenant(this JsonObject claims, string tenant) => claims
        .With("iss", $"{claims["iss"]}".Replace($"{claims["tid"]}", tenant))
        .With("tid", tenant);
}
