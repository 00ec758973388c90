using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CrmClub.Contracts.Signing;

/// <summary>Compact JWS (RFC 7515) with ES256, of one type each, so that no signature serves another purpose.</summary>
public static class CompactJws
{
    private const string Algorithm = "ES256";
    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    public static string Sign(byte[] payload, string type, ECDsa key)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new { alg = Algorithm, kid = PublicKeySet.IdOf(key), typ = type });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, Format);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The payload; null where it is no such JWS, or none of the keys of that purpose signed it.</summary>
    public static byte[]? Read(string jws, string type, string purpose, PublicKeySet keys)
    {
        if (jws.Split('.') is not [var head, var body, var sign])
            return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
            var kid = Text(header, "kid");
            if (Text(header, "alg") != Algorithm || Text(header, "typ") != type
                || keys.Find(kid, purpose) is not { } key)
                return null;
            var signed = Encoding.ASCII.GetBytes($"{head}.{body}");
            return key.VerifyData(signed, Base64Url.DecodeFromChars(sign), HashAlgorithmName.SHA256, Format)
                ? Base64Url.DecodeFromChars(body)
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The payload, whoever signed it; null where it is no compact JWS.</summary>
    public static byte[]? Unproven(string jws)
    {
        if (jws.Split('.') is not [_, var body, _])
            return null;
        try
        {
            return Base64Url.DecodeFromChars(body);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
