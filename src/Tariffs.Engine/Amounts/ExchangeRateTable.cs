namespace CrmClub.Tariffs.Engine;

/// <summary>
/// Exchange rates in memory, immutable. The rate of a day is that of the newest set which covers the day; within a set
/// that of the latest first day.
/// </summary>
public sealed class ExchangeRateTable : IExchangeRates
{
    // Newest set first, in a set the latest first day first: the first that covers the day is the rate.
    private readonly Dictionary<Pair, ExchangeRate[]> _rates;

    /// <summary>Builds the table.</summary>
    public ExchangeRateTable(IEnumerable<ExchangeRate> rates) =>
        _rates = rates.GroupBy(rate => new Pair(rate.Series, rate.Base, rate.Quote)).ToDictionary(
            pair => pair.Key,
            pair => pair.OrderByDescending(rate => rate.Set).ThenByDescending(rate => rate.Valid.From).ToArray());

    /// <summary>Number of the newest set; 0 where there is none.</summary>
    public int NewestSet => _rates.Count == 0 ? 0 : _rates.Values.Max(rates => rates[0].Set);

    /// <summary>The rates as they were known when set <paramref name="set"/> was the newest.</summary>
    public ExchangeRateTable AsKnownAt(int set) =>
        set >= NewestSet ? this : new(_rates.Values.SelectMany(rates => rates).Where(rate => rate.Set <= set));

    /// <summary>The rates of a series on a day, ordered by their currencies.</summary>
    public IReadOnlyList<ExchangeRate> OnDay(string series, DateOnly day) =>
        [.. _rates.Where(pair => pair.Key.Series == series)
            .Select(pair => Covering(pair.Value, day))
            .OfType<ExchangeRate>()
            .OrderBy(rate => rate.Base, StringComparer.Ordinal)
            .ThenBy(rate => rate.Quote, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ExchangeRate? Find(string series, DateOnly day, string from, string to) =>
        Covering(series, from, to, day) ?? Covering(series, to, from, day);

    private ExchangeRate? Covering(string series, string from, string to, DateOnly day) =>
        _rates.TryGetValue(new Pair(series, from, to), out var rates) ? Covering(rates, day) : null;

    private static ExchangeRate? Covering(ExchangeRate[] rates, DateOnly day)
    {
        foreach (var rate in rates)
        {
            if (rate.Valid.Covers(day))
                return rate;
        }

        return null;
    }

    /// <summary>Looked up for every item: its hash is that of a few letters, not of three texts.</summary>
    private readonly record struct Pair(string Series, string Base, string Quote)
    {
        public override int GetHashCode() =>
            (((Series.Length * 31) + Letters(Base)) * 31) + Letters(Quote);

        private static int Letters(string currency) =>
            currency.Length == 3 ? (((currency[0] * 31) + currency[1]) * 31) + currency[2] : currency.Length;
    }
}
