using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Rates;

/// <summary>Of each series what counts on a day, or on the days of a span, by the sets up to one.</summary>
/// <param name="book">What was recorded.</param>
/// <param name="lastSet">Number of the newest set that is known.</param>
/// <param name="figures">Those of a set that are asked for.</param>
/// <param name="days">First day of a figure and the day after its last, as they are written.</param>
/// <param name="series">To which a figure belongs.</param>
internal sealed class FiguresOfDay<T, TKey>(
    TariffBook book,
    int lastSet,
    Func<ExchangeRateSet, IEnumerable<T>> figures,
    Func<T, (string From, string To)> days,
    Func<T, TKey> series)
    where T : class
{
    private readonly List<Known> _known =
    [
        .. book.RateSets.Where(set => set.Number <= lastSet).SelectMany(
            figures, (set, figure) => new Known(set.Number, figure, Wire.Validity(days(figure).From, days(figure).To))),
    ];

    public IEnumerable<T> On(DateOnly day) => BySeries()
        .Select(group => Find(group, day)).OfType<Known>().Select(one => one.Figure);

    /// <summary>The same for each day of a span, oldest first in each series: once for the days in a row on which one
    /// counts, of which it is told.</summary>
    public IEnumerable<T> Within(Validity span, Func<T, string, string, T> of) =>
        BySeries().SelectMany(group => Stretches([.. group], span)).Select(one => of(
            one.Figure, Wire.Day(one.Days.From), one.Days.To is { } to ? Wire.Day(to) : ""));

    private IEnumerable<IGrouping<TKey, Known>> BySeries() =>
        _known.GroupBy(one => series(one.Figure)).OrderBy(group => group.Key);

    private static Known? Find(IEnumerable<Known> figures, DateOnly day) =>
        figures.Where(one => one.Days.Covers(day)).MaxBy(one => (one.Set, one.Days.From));

    private static IEnumerable<Known> Stretches(List<Known> figures, Validity span)
    {
        var begins = figures
            .SelectMany(one => one.Days.To is { } to ? new[] { one.Days.From, to } : [one.Days.From])
            .Where(span.Covers).Append(span.From).Distinct().Order().ToList();
        Known? last = null;
        foreach (var (place, from) in begins.Index())
        {
            var next = Find(figures, from);
            var to = place + 1 < begins.Count ? begins[place + 1] : span.To;
            if (last is not null && ReferenceEquals(last.Figure, next?.Figure))
            {
                last = last with { Days = last.Days with { To = to } };
                continue;
            }

            if (last is not null)
                yield return last;
            last = next is null ? null : next with { Days = new Validity(from, to) };
        }

        if (last is not null)
            yield return last;
    }

    private sealed record Known(int Set, T Figure, Validity Days);
}
