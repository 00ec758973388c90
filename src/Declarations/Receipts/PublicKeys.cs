using System.Text.Json;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Declarations.Receipts;

/// <summary>The public halves of the club's keys, which lie beside each other in one folder for everybody.</summary>
internal sealed class PublicKeys(string folder)
{
    private const string Suffix = ".jwks.json";
    private const int FilesMax = 100;

    /// <summary>Every key, each with its purpose.</summary>
    public async Task<GetPublicKeysResponse> ReadAsync(CancellationToken cancel)
    {
        var set = new GetPublicKeysResponse();
        foreach (var file in Directory.EnumerateFiles(folder, $"*{Suffix}").Order(StringComparer.Ordinal)
            .Take(FilesMax))
        {
            using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancel));
            set.Keys.AddRange(keys.RootElement.GetProperty("keys").EnumerateArray()
                .Select(key => Read(key, Path.GetFileName(file)[..^Suffix.Length])));
        }

        return set;
    }

    private static PublicKey Read(JsonElement key, string purpose) => new()
    {
        Kty = Text(key, "kty"),
        Crv = Text(key, "crv"),
        X = Text(key, "x"),
        Y = Text(key, "y"),
        Kid = Text(key, "kid"),
        Alg = Text(key, "alg"),
        Use = Text(key, "use"),
        Purpose = purpose,
    };

    private static string Text(JsonElement key, string name) => key.GetProperty(name).GetString() ?? "";
}
