namespace CrmClub.Tariffs.Engine;

/// <summary>
/// A tariff made ready for lookup: immutable, and safe to share between threads. What wins for a goods code from an
/// origin is resolved when it is built.
/// </summary>
public sealed class TariffSnapshot
{
    private TariffSnapshot(Tariff tariff) => Tariff = tariff;

    /// <summary>The tariff it was built from.</summary>
    public Tariff Tariff { get; }

    /// <summary>Builds the snapshot.</summary>
    public static TariffSnapshot Compile(Tariff tariff) => new(tariff);

    /// <summary>The line in scope with this code of eight digits, or null.</summary>
    public ClubLine? FindLine(ReadOnlySpan<char> goodsCode) => throw new NotImplementedException();

    /// <summary>
    /// Measures in force on a day that bear on a code of 2 to 8 digits: those above it on the tree, on it and under it.
    /// </summary>
    /// <param name="goodsCode">2 to 8 digits.</param>
    /// <param name="origin">ISO 3166-1 alpha-2, or null for any origin.</param>
    /// <param name="day">The legal day.</param>
    public IReadOnlyList<Measure> Lookup(string goodsCode, string? origin, DateOnly day) =>
        throw new NotImplementedException();
}
