namespace CrmClub.Tariffs.Engine;

/// <summary>Exchange rates in memory, immutable.</summary>
public sealed class ExchangeRateTable : IExchangeRates
{
    private readonly Series<CurrencyPair, ExchangeRate> _series;

    /// <summary>Builds the table.</summary>
    public ExchangeRateTable(IEnumerable<ExchangeRate> rates)
        : this(new Series<CurrencyPair, ExchangeRate>(rates, rate => rate.Pair))
    {
    }

    private ExchangeRateTable(Series<CurrencyPair, ExchangeRate> series) => _series = series;

    /// <summary>The same by series and direct pair.</summary>
    public Series<CurrencyPair, ExchangeRate> Series => _series;

    /// <summary>The rates as they were known when set <paramref name="set"/> was the newest.</summary>
    public ExchangeRateTable AsKnownAt(int set) => new(_series.AsKnownAt(set));

    /// <summary>The rates of a series on a day, ordered by their currencies.</summary>
    public IReadOnlyList<ExchangeRate> OnDay(string series, DateOnly day) =>
        [.. _series.Keys.Where(pair => pair.Series == series)
            .Select(pair => _series.Find(pair, day))
            .OfType<ExchangeRate>()
            .OrderBy(rate => rate.Base, StringComparer.Ordinal)
            .ThenBy(rate => rate.Quote, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ExchangeRate? Find(string series, DateOnly day, string from, string to) =>
        _series.Find(new(series, from, to), day) ?? _series.Find(new(series, to, from), day);
}

/// <summary>A series of direct rates of one currency in another.</summary>
public readonly record struct CurrencyPair(string Series, string Base, string Quote)
{
    /// <summary>Looked up for every item: it is the hash of a few letters, not of three texts.</summary>
    public override int GetHashCode() => (((Series.Length * 31) + Letters(Base)) * 31) + Letters(Quote);

    /// <summary>For instance "EU-MONTHLY EUR/USD".</summary>
    public override string ToString() => $"{Series} {Base}/{Quote}";

    private static int Letters(string currency) =>
        currency.Length == 3 ? (((currency[0] * 31) + currency[1]) * 31) + currency[2] : currency.Length;
}
