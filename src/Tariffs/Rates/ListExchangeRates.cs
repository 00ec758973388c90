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
        var asked = AskedVersion.Read(request.AsOf, request.KnownAt, time, faults);
        faults.ThrowIfAny();

        var known = book.SetKnownAt(asked.KnownAt);
        var rates = book.RateSets
            .Where(set => set.Number <= known)
            .SelectMany(set => set.Rates, (set, rate) => (set.Number, Rate: rate))
            .Where(one => request.Series.Length == 0 || one.Rate.Series == request.Series)
            .Where(one => Wire.Validity(one.Rate.ValidFrom, one.Rate.ValidTo).Covers(asked.Day))
            .GroupBy(one => (one.Rate.Series, one.Rate.Base, one.Rate.Quote))
            .OrderBy(pair => pair.Key)
            .Select(pair => pair.MaxBy(one => (one.Number, one.Rate.ValidFrom)).Rate);
        return new ListExchangeRatesResponse { Rates = { rates }, RateSet = known };
    }
}
