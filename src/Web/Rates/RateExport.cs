using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Pages;

namespace CrmClub.Web.Rates;

/// <summary>The exchange rates of a day, as the import takes them.</summary>
internal static class RateExport
{
    public static async Task<IResult> ListAsync(RateCalls calls, Clocks clocks, string? series) => Exports.Exports.File(
        (await calls.RatesAsync(new ListExchangeRatesRequest
        {
            Series = series ?? "",
            AsOf = clocks.DayText,
            KnownAt = clocks.KnownAt,
        })).Of(found => found.Rates.ToList()),
        ["series", "base", "quote", "rate", "valid_from", "valid_to", "source", "demonstration"],
        one =>
        [
            one.Series, one.Base, one.Quote, one.Rate, one.ValidFrom, one.ValidTo, one.Source,
            one.Demonstration ? "true" : "false",
        ]);
}
