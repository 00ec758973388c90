using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Credentials;

/// <summary>A credential in the envelope of W3C's VC-JOSE-COSE: <c>application/vc+jwt</c>, by ES256 alone.</summary>
public sealed class SecuredCredential
{
    public const string MediaType = "application/vc+jwt";

    internal const string Algorithm = SecurityAlgorithms.EcdsaSha256;
    internal const string TokenType = "vc+jwt";

    /// <summary>More than any certificate or status list needs.</summary>
    public const int LengthMax = 256 * 1024;

    private const string Content = "vc";
    private const int SignatureBytes = 64;

    // Whoever sends a document with two members of one name may mean either.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly JsonWebToken _token;
    private readonly JsonElement _header;

    private SecuredCredential(JsonWebToken token, JsonElement header, JsonElement document) =>
        (_token, _header, Document) = (token, header, document);

    public JsonElement Document { get; }

    internal string? Alg => DataModel.Text(_header, "alg");

    internal string? Typ => DataModel.Text(_header, "typ");

    internal string? KeyId => DataModel.Text(_header, "kid");

    /// <summary>Whether its header asks for what this does not know (RFC 7515 4.1.11).</summary>
    internal bool IsCritical => _header.TryGetProperty("crit", out _);

    /// <summary>Null where it is no compact JWS of two JSON objects.</summary>
    public static SecuredCredential? Read(string text)
    {
        try
        {
            if (text.Length > LengthMax)
                return null;
            var token = new JsonWebToken(text);
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader), Strict);
            using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), Strict);
            Touch(header.RootElement);
            Touch(document.RootElement);
            return token.EncodedToken == text && header.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.ValueKind == JsonValueKind.Object
                    ? new(token, header.RootElement.Clone(), document.RootElement.Clone())
                    : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or JsonException
            or InvalidOperationException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <exception cref="ArgumentException">The document is no credential.</exception>
    public static string Sign(JsonElement document, SecurityKey key)
    {
        if (DataModel.Faults(document) is { Count: > 0 } faults)
            throw new ArgumentException($"It is no credential: {string.Join(' ', faults)}", nameof(document));
        var header = new Dictionary<string, object> { ["typ"] = TokenType, ["cty"] = Content };
        return new JsonWebTokenHandler().CreateToken(
            document.GetRawText(), new SigningCredentials(Uncached(key), Algorithm), header);
    }

    internal bool IsSignedBy(SecurityKey key)
    {
        byte[] signature;
        try
        {
            signature = Base64UrlEncoder.DecodeBytes(_token.EncodedSignature);
        }
        catch (FormatException)
        {
            return false;
        }

        if (signature.Length != SignatureBytes)
            return false;
        using var provider = Uncached(key).CryptoProviderFactory.CreateForVerifying(key, Algorithm);
        return provider.Verify(Encoding.ASCII.GetBytes($"{_token.EncodedHeader}.{_token.EncodedPayload}"), signature);
    }

    // Half a surrogate pair is found when a text is read: here, and nowhere later.
    private static void Touch(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            _ = element.GetString();
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Touch(item);
        else if (element.ValueKind == JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                Touch(member.Value);
            }
    }

    // The library keeps what verifies by the key's id: one id with other key material would be taken for the first.
    private static SecurityKey Uncached(SecurityKey key)
    {
        key.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
        return key;
    }
}
