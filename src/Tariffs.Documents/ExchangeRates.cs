using CrmClub.Tariffs.Engine;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Exchange rates between contract and engine.</summary>
public static class ExchangeRates
{
    /// <summary>From a checked rate of a set; a document's own rates are set 0.</summary>
    public static ExchangeRate From(Proto.ExchangeRate rate, int set) =>
        new(rate.Series, rate.Base, rate.Quote, Wire.ParseDecimal(rate.Rate),
            Wire.Validity(rate.ValidFrom, rate.ValidTo), set);
}
