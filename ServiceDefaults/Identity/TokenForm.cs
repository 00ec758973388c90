using System.Buffers.Text;
using System.Text.Json;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>
/// What the library passes over in a token. Of a claim that stands twice, two readers may each take another one; and a
/// token that names extensions which its reader must understand (<c>crit</c>, RFC 7515) is not for one that knows none.
/// </summary>
internal static class TokenForm
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    internal static bool IsPlain(string token)
    {
        if (token.Split('.') is not [{ } head, { } body, _])
            return false;
        try
        {
            using var header = Read(head);
            using var claims = Read(body);
            return !header.RootElement.TryGetProperty("crit", out _);
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonDocument Read(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
}
