using System.Globalization;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// The Harmonized System as the club has it: `data/nomenclature/editions.csv` names the editions, a file each holds
/// their codes, and one for each pair of them, for instance `hs2017-hs2022.csv`, what became of the codes that changed.
/// </summary>
public static class HarmonizedSystem
{
    private static readonly Lazy<HsEditions> _editions = new(() => new(Rows("editions").Select(row =>
        new HsEdition(row.Key, DateOnly.ParseExact(row.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            Rows(row.Key).ToDictionary(StringComparer.Ordinal)))));

    /// <summary>Every edition.</summary>
    public static HsEditions Editions => _editions.Value;

    /// <summary>What became of an earlier edition's codes in an edition; null where that is not known.</summary>
    public static HsCorrelation? Correlation(string from, HsEdition to) =>
        Open($"{from}-{to.Name}") is { } stream ? new(Rows(stream), to) : null;

    private static IEnumerable<KeyValuePair<string, string>> Rows(string name) => Rows(Open(name)
        ?? throw new InvalidOperationException($"The nomenclature {name} is not part of the assembly."));

    private static Stream? Open(string name) =>
        typeof(HarmonizedSystem).Assembly.GetManifestResourceStream($"{name.ToLowerInvariant()}.csv");

    private static List<KeyValuePair<string, string>> Rows(Stream stream)
    {
        using var reader = new StreamReader(stream);
        List<KeyValuePair<string, string>> rows = [];
        // The first line names the columns.
        for (reader.ReadLine(); reader.ReadLine() is { } line;)
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0)
                rows.Add(new(line[..comma], Unquote(line[(comma + 1)..])));
        }

        return rows;
    }

    private static string Unquote(string field) =>
        field is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : field;
}
