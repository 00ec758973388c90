using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Rates;

/// <summary>The exchange rates of a series on a day, or of a span: of each pair what counts.</summary>
internal static class ListExchangeRates
{
    public static ListExchangeRatesResponse Answer(TariffBook book, ListExchangeRatesRequest request, ClubTime time)
    {
        var faults = new Violations();
        var asked = AskedVersion.Read(request.AsOf, request.KnownAt, time, faults);
        var span = RateSpan.Read(asked.Day, request.Until, faults);
        faults.ThrowIfAny();

        var known = book.SetKnownAt(asked.KnownAt);
        var rates = new FiguresOfDay<ExchangeRate, (string, string, string)>(
            book, known,
            set => set.Rates.Where(rate => request.Series.Length == 0 || rate.Series == request.Series),
            rate => (rate.ValidFrom, rate.ValidTo), rate => (rate.Series, rate.Base, rate.Quote));
        return new ListExchangeRatesResponse
        {
            Rates =
            {
                span is { } days
                    ? rates.Within(days, (rate, from, to) => new(rate) { ValidFrom = from, ValidTo = to })
                    : rates.On(asked.Day),
            },
            RateSet = known,
        };
    }
}
