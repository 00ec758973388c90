using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
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
        var rates = FiguresOfDay.Find(
            book, known, asked.Day,
            set => set.Rates.Where(rate => request.Series.Length == 0 || rate.Series == request.Series),
            rate => (rate.ValidFrom, rate.ValidTo), rate => (rate.Series, rate.Base, rate.Quote));
        return new ListExchangeRatesResponse { Rates = { rates }, RateSet = known };
    }
}
