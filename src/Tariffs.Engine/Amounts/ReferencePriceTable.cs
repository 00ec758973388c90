namespace CrmClub.Tariffs.Engine;

/// <summary>Reference prices in memory, immutable.</summary>
public sealed class ReferencePriceTable : IReferencePrices
{
    /// <summary>No prices.</summary>
    public static readonly ReferencePriceTable Empty = new([]);

    /// <summary>Builds the table.</summary>
    public ReferencePriceTable(IEnumerable<ReferencePrice> prices)
        : this(new Series<PricedMaterial, ReferencePrice>(prices, price => price.Key))
    {
    }

    private ReferencePriceTable(Series<PricedMaterial, ReferencePrice> series) => Series = series;

    /// <summary>The same by material and stage.</summary>
    public Series<PricedMaterial, ReferencePrice> Series { get; }

    /// <summary>The prices as they were known when set <paramref name="set"/> was the newest.</summary>
    public ReferencePriceTable AsKnownAt(int set) => new(Series.AsKnownAt(set));

    /// <inheritdoc/>
    public ReferencePrice? Find(PricedMaterial key, DateOnly day) => Series.Find(key, day);
}
