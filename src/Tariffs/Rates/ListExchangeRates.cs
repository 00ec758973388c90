using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Rates;

/// <summary>The exchange rates of a series on a day: of each pair the one that counts.</summary>
internal static class ListExchangeRates
{
    public static ListExchangeRatesResponse Answer(TariffBook book, ListExchangeRatesRequest request, ClubTime time)
    {
        var faults = new Violations();
        var day = AskedVersion.AskedDay(request.AsOf, time, faults);
        faults.ThrowIfAny();

        var rates = book.RateSets
            .SelectMany(set => set.Rates, (set, rate) => (set.Number, Rate: rate))
            .Where(known => request.Series.Length == 0 || known.Rate.Series == request.Series)
            .Where(known => Wire.Validity(known.Rate.ValidFrom, known.Rate.ValidTo).Covers(day))
            .GroupBy(known => (known.Rate.Series, known.Rate.Base, known.Rate.Quote))
            .OrderBy(pair => pair.Key)
            .Select(pair => pair.MaxBy(known => (known.Number, known.Rate.ValidFrom)).Rate);
        return new ListExchangeRatesResponse { Rates = { rates }, RateSet = book.RateSet };
    }
}
