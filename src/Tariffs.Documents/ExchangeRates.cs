using CrmClub.Tariffs.Engine;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Exchange rates and reference prices between contract and engine.</summary>
public static class ExchangeRates
{
    /// <summary>From a checked rate of a set; a document's own rates are set 0.</summary>
    public static ExchangeRate From(Proto.ExchangeRate rate, int set) =>
        new(rate.Series, rate.Base, rate.Quote, Wire.ParseDecimal(rate.Rate),
            Wire.Validity(rate.ValidFrom, rate.ValidTo), set);

    /// <summary>From a checked price of a set; a document's own prices are set 0.</summary>
    public static ReferencePrice From(Proto.ReferencePrice price, int set) =>
        new(price.Material, (Stage)price.Stage, price.ContentUnit, Wire.ParseDecimal(price.Price.Amount),
            price.Price.Currency, Wire.Validity(price.ValidFrom, price.ValidTo), set);
}
