using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;

namespace CrmClub.Gateway;

/// <summary>Who a token says it is for. Read without validation: good for sharing out calls, no more.</summary>
internal readonly record struct ClientKey(string Id, bool IsPerson)
{
    internal static readonly ClientKey Anonymous = new("", true);

    private const string Scheme = "Bearer ";
    private const int PayloadLengthMax = 8 * 1024;
    private const int IdLengthMax = 64;
    private const int KnownMax = 10_000;

    // Keyed by the payload alone: without its signature it opens nothing.
    private static readonly ConcurrentDictionary<string, ClientKey> Known = new(StringComparer.Ordinal);

    /// <summary>The client of the request's token; anonymous where there is none that can be read.</summary>
    internal static ClientKey Of(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header]
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Anonymous;
        var token = header.AsSpan(Scheme.Length);
        var start = token.IndexOf('.') + 1;
        var length = token[start..].IndexOf('.');
        if (start == 0 || length is <= 0 or > PayloadLengthMax)
            return Anonymous;

        var payload = token.Slice(start, length);
        if (Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(payload, out var known))
            return known;
        if (Known.Count >= KnownMax)
            Known.Clear();
        return Known[payload.ToString()] = Read(payload);
    }

    private static ClientKey Read(ReadOnlySpan<char> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var claims = json.RootElement;
            var id = Text(claims, "azp");
            var isPerson = Text(claims, "idtyp") != "app";
            // People share their application's azp: their own id keeps one from using up another's calls.
            var key = isPerson ? $"{id}/{Text(claims, "oid")}" : id;
            return id.Length is 0 or > IdLengthMax || key.Length > 2 * IdLengthMax ? Anonymous : new(key, isPerson);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return Anonymous;
        }
    }

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
