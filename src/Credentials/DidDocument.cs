using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Credentials;

/// <summary>
/// Who issues and by which keys: a DID document of the method <c>did:web</c>. All keys are shown; those that may state
/// something, or once could, are named under <c>assertionMethod</c>.
/// </summary>
public sealed class DidDocument
{
    public const string MediaType = "application/did+json";
    public const string Path = "/.well-known/did.json";

    private const string Curve = "P-256";
    private static readonly string[] Contexts =
        ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"];

    private readonly Dictionary<string, JsonWebKey> _keys;
    private readonly HashSet<string> _asserting;

    private DidDocument(string id, Dictionary<string, JsonWebKey> keys, HashSet<string> asserting) =>
        (Id, _keys, _asserting) = (id, keys, asserting);

    public string Id { get; }

    /// <summary>The DID of whoever answers at that address.</summary>
    public static string Of(Uri address) =>
        $"did:web:{address.Host}{(address.IsDefaultPort ? "" : $"%3A{address.Port}")}";

    /// <exception cref="FormatException">It is no DID document with keys on P-256.</exception>
    public static DidDocument Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var id = document.RootElement.GetProperty("id").GetString()!;
            var methods = document.RootElement.GetProperty("verificationMethod").EnumerateArray()
                .ToDictionary(method => method.GetProperty("id").GetString()!, Key);
            var asserting = document.RootElement.GetProperty("assertionMethod").EnumerateArray()
                .Select(method => methods[method.GetString()!].KeyId);
            return new(id, methods.Values.ToDictionary(key => key.KeyId), [.. asserting]);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException
            or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException("It is no DID document with keys on P-256.", malformed);
        }
    }

    public static string Write(string id, IEnumerable<(ECDsaSecurityKey Key, bool Asserts)> keys)
    {
        var methods = keys.Select(one => (Jwk: JsonWebKeyConverter.ConvertFromECDsaSecurityKey(one.Key), one.Asserts))
            .Select(one => (Id: $"{id}#{one.Jwk.KeyId}", one.Jwk, one.Asserts)).ToList();
        return new JsonObject
        {
            ["@context"] = new JsonArray([.. Contexts.Select(context => (JsonNode)context)]),
            ["id"] = id,
            ["verificationMethod"] = new JsonArray([.. methods.Select(method => new JsonObject
            {
                ["id"] = method.Id,
                ["type"] = "JsonWebKey",
                ["controller"] = id,
                ["publicKeyJwk"] = new JsonObject
                {
                    ["kty"] = method.Jwk.Kty,
                    ["crv"] = method.Jwk.Crv,
                    ["x"] = method.Jwk.X,
                    ["y"] = method.Jwk.Y,
                    ["kid"] = method.Jwk.KeyId,
                    ["alg"] = SecuredCredential.Algorithm,
                    ["use"] = "sig",
                },
            })]),
            ["assertionMethod"] = new JsonArray(
                [.. methods.Where(method => method.Asserts).Select(method => (JsonNode)method.Id)]),
        }.ToJsonString();
    }

    /// <summary>RFC 7638's thumbprint: by it a key is named.</summary>
    public static string KeyId(ECDsaSecurityKey key) => Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());

    internal SecurityKey? Key(string? id) => id is null ? null : _keys.GetValueOrDefault(id);

    internal bool Asserts(string id) => _asserting.Contains(id);

    private static JsonWebKey Key(JsonElement method)
    {
        var key = new JsonWebKey(method.GetProperty("publicKeyJwk").GetRawText());
        if (key.Kty != JsonWebAlgorithmsKeyTypes.EllipticCurve || key.Crv != Curve || key.HasPrivateKey)
            throw new FormatException("A key is not a public one on P-256.");
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }
}
