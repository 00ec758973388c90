using System.Collections.Frozen;

namespace CrmClub.Tariffs.Engine;

/// <summary>The Harmonized System, edition 2022: chapters, headings and subheadings (2, 4 and 6 digits).</summary>
public static class HarmonizedSystem
{
    /// <summary>Name of the edition.</summary>
    public const string Edition = "HS2022";

    private const string ResourceName = "hs2022.csv";

    private static readonly Lazy<FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>>> _codes =
        new(() => Read().ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>Whether a code of 2, 4 or 6 digits is in the edition.</summary>
    public static bool Contains(ReadOnlySpan<char> code) => _codes.Value.ContainsKey(code);

    /// <summary>The English description of a code of 2, 4 or 6 digits, or null.</summary>
    public static string? Description(ReadOnlySpan<char> code) =>
        _codes.Value.TryGetValue(code, out var description) ? description : null;

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(HarmonizedSystem).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The nomenclature {ResourceName} is not part of the assembly.");
        using var reader = new StreamReader(stream);
        Dictionary<string, string> codes = [];
        // The first line names the columns: code,description.
        for (reader.ReadLine(); reader.ReadLine() is { } line;)
        {
            var comma = line.IndexOf(',');
            if (comma > 0)
                codes.Add(line[..comma], Unquote(line[(comma + 1)..]));
        }

        return codes;
    }

    private static string Unquote(string field) =>
        field is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : field;
}
