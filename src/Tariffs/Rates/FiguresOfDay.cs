using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Rates;

/// <summary>Of each series the figure that counts on a day, by the sets up to one.</summary>
internal static class FiguresOfDay
{
    public static IEnumerable<T> Find<T, TKey>(
        TariffBook book,
        int lastSet,
        DateOnly day,
        Func<ExchangeRateSet, IEnumerable<T>> figures,
        Func<T, (string From, string To)> days,
        Func<T, TKey> series) => book.RateSets
            .Where(set => set.Number <= lastSet)
            .SelectMany(figures, (set, figure) => (set.Number, Figure: figure))
            .Where(one => Wire.Validity(days(one.Figure).From, days(one.Figure).To).Covers(day))
            .GroupBy(one => series(one.Figure))
            .OrderBy(group => group.Key)
            .Select(group => group.MaxBy(one => (one.Number, days(one.Figure).From)).Figure);
}
