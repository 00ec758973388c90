using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CrmClub.Contracts.Signing;

/// <summary>Public keys as a JWK set (RFC 7517), found by their thumbprints (RFC 7638).</summary>
public sealed class PublicKeySet
{
    private readonly Dictionary<string, (ECDsa Key, string? Purpose)> _keys;

    private PublicKeySet(Dictionary<string, (ECDsa, string?)> keys) => _keys = keys;

    /// <exception cref="FormatException">It is no JWK set of keys on P-256.</exception>
    public static PublicKeySet Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new(document.RootElement.GetProperty("keys").EnumerateArray().Select(Read)
                .ToDictionary(entry => IdOf(entry.Key)));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException
            or KeyNotFoundException or CryptographicException or ArgumentException)
        {
            throw new FormatException("It is no set of public keys.", malformed);
        }
    }

    public static string Write(ECDsa key)
    {
        var (x, y) = Point(key);
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", x, y, kid = IdOf(key), alg = "ES256", use = "sig" } },
        });
    }

    /// <summary>The key of that thumbprint; null where there is none, or where it states another purpose.</summary>
    public ECDsa? Find(string id, string purpose) =>
        _keys.TryGetValue(id, out var entry) && (entry.Purpose ?? purpose) == purpose ? entry.Key : null;

    internal static string IdOf(ECDsa key)
    {
        var (x, y) = Point(key);
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    private static (string X, string Y) Point(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }

    private static (ECDsa Key, string? Purpose) Read(JsonElement key) => (
        ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()),
                Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()),
            },
        }),
        key.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null);
}
