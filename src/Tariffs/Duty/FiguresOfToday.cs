using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Duty;

/// <summary>For days whose exchange rates and reference prices are not known yet, those of today.</summary>
internal sealed class FiguresOfToday(IExchangeRates rates, IReferencePrices prices, DateOnly today)
    : IExchangeRates, IReferencePrices
{
    public ExchangeRate? Find(string series, DateOnly day, string from, string to) =>
        rates.Find(series, day, from, to) ?? (day > today ? rates.Find(series, today, from, to) : null);

    public ReferencePrice? Find(PricedMaterial key, DateOnly day) =>
        prices.Find(key, day) ?? (day > today ? prices.Find(key, today) : null);
}
