namespace CrmClub.Tariffs.Engine;

/// <summary>
/// Exchange rates in memory, immutable. The rate of a day is that of the newest set which covers the day; within a set
/// that of the latest first day.
/// </summary>
public sealed class ExchangeRateTable : IExchangeRates
{
    /// <summary>Builds the table.</summary>
    public ExchangeRateTable(IEnumerable<ExchangeRate> rates)
    {
    }

    /// <summary>The rates as they were known when set <paramref name="set"/> was the newest.</summary>
    public ExchangeRateTable AsKnownAt(int set) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ExchangeRate? Find(string series, DateOnly day, string from, string to) =>
        throw new NotImplementedException();
}
