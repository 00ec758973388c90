namespace CrmClub.Tariffs.Engine;

/// <summary>
/// A tariff made ready for lookup: immutable, and safe to share between threads. What wins for a goods code from an
/// origin is resolved when it is built.
/// </summary>
public sealed class TariffSnapshot
{
    private readonly Dictionary<uint, LineMeasures> _lines;

    private TariffSnapshot(Tariff tariff)
    {
        Tariff = tariff;
        Groups = new CountryGroups(tariff.Groups);
        _lines = new TariffCompiler(tariff, Groups).Compile();
        Exclusions = [.. tariff.Exclusions];
        Requests = [.. tariff.Measures.Select(measure => measure.RequiredDocument).Where(code => code.Length > 0)];
    }

    /// <summary>The tariff it was built from.</summary>
    public Tariff Tariff { get; }

    internal CountryGroups Groups { get; }

    internal HashSet<TypeExclusion> Exclusions { get; }

    /// <summary>Codes of the documents that ask for a measure.</summary>
    internal HashSet<string> Requests { get; }

    /// <summary>Builds the snapshot of a sound tariff: its codes and ids are unique.</summary>
    public static TariffSnapshot Compile(Tariff tariff) => new(tariff);

    /// <summary>The line in scope with this code of eight digits, or null.</summary>
    public ClubLine? FindLine(ReadOnlySpan<char> goodsCode) => FindMeasures(goodsCode)?.Line;

    /// <summary>
    /// Measures in force on a day that bear on a code of 2 to 8 digits: those above it on the tree, on it and under it.
    /// Those for the club, or not for it, are among them whatever the origin.
    /// </summary>
    /// <param name="goodsCode">2 to 8 digits.</param>
    /// <param name="origin">ISO 3166-1 alpha-2, or null for any origin.</param>
    /// <param name="day">The legal day.</param>
    public IReadOnlyList<Measure> Lookup(string goodsCode, string? origin, DateOnly day) =>
        [.. Tariff.Measures.Where(measure =>
            (measure.GoodsCode.StartsWith(goodsCode, StringComparison.Ordinal)
                || goodsCode.StartsWith(measure.GoodsCode, StringComparison.Ordinal))
            && (origin is null ? measure.Valid.Covers(day) : Groups.Applies(measure, origin, day)))];

    internal LineMeasures? FindMeasures(ReadOnlySpan<char> goodsCode) =>
        _lines.GetValueOrDefault(GoodsCodes.Key(goodsCode));
}
