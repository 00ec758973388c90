using System.Security.Cryptography;
using System.Text.Json;

namespace CrmClub.AppHost;

/// <summary>The secrets of one club: made at random when first needed, and kept for its next start.</summary>
public sealed class Credentials
{
    private const int SecretBytes = 24;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string file;
    private readonly SortedDictionary<string, string> secrets;

    public Credentials(string file)
    {
        this.file = file;
        secrets = File.Exists(file)
            ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(file)) ?? []
            : [];
    }

    /// <summary>The secret of that name, for instance <c>postgres/tariffs_app</c>; letters and digits alone.</summary>
    public string this[string name]
    {
        get
        {
            if (secrets.TryGetValue(name, out var known)) return known;
            var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
            secrets[name] = secret;
            PrivateFile.Write(file, JsonSerializer.Serialize(secrets, Indented));
            return secret;
        }
    }
}
