namespace CrmClub.Tariffs.Engine;

/// <summary>Exchange rates as they were known; a series holds direct pairs only.</summary>
public interface IExchangeRates
{
    /// <summary>
    /// The direct rate of a day from one currency into another, or null: never one through a third currency.
    /// </summary>
    ExchangeRate? Find(string series, DateOnly day, string from, string to);
}

/// <summary>One unit of <paramref name="Base"/> is <paramref name="Rate"/> units of <paramref name="Quote"/>.</summary>
/// <param name="Series">For instance "EU-MONTHLY".</param>
/// <param name="Base">ISO 4217.</param>
/// <param name="Quote">ISO 4217.</param>
/// <param name="Rate">Above zero.</param>
/// <param name="Valid">Days on which it applies.</param>
/// <param name="Set">Number of the set in which it was recorded; 0 where a document carries it.</param>
public sealed record ExchangeRate(
    string Series, string Base, string Quote, decimal Rate, Validity Valid, int Set = 0) : ISeriesFigure
{
    private readonly Exact.Divisor? _divisor = Exact.Divisor.From(Rate);

    /// <summary>Series and currencies, by which it is found.</summary>
    public CurrencyPair Pair => new(Series, Base, Quote);

    /// <summary>Whether another says the same of the same pair.</summary>
    public bool SaysAs(ExchangeRate other) => Rate == other.Rate;

    /// <summary>In words, for instance "1 EUR = 1.1250 USD (EU-MONTHLY, from 2027-03-01)".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"1 {Base} = {Rate} {Quote} ({Series}, from {Valid.From:yyyy-MM-dd})");

    /// <summary>Converts an amount in one of its two currencies into the other: times or divided by the rate.</summary>
    internal Exact Convert(in Exact amount, string from) => from == Base ? amount * Rate : amount / _divisor;
}
