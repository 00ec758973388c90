using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CrmClub.Migrator;

/// <summary>One embedded script, for instance <c>Tariffs/0001-measures.sql</c>.</summary>
public sealed record Script(string Name, string Text)
{
    /// <summary>SHA-256 of the text as it is embedded, in lower-case hexadecimal.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The scripts of a folder, by number.</summary>
    public static IEnumerable<Script> In(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Script(name, Read(assembly.GetManifestResourceStream(name)!)));
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
