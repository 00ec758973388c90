namespace CrmClub.Tariffs.Engine;

/// <summary>A figure of a series: it counts on some days, and was recorded in a set.</summary>
public interface ISeriesFigure
{
    /// <summary>Days on which it counts.</summary>
    Validity Valid { get; }

    /// <summary>Number of the set in which it was recorded; 0 where a document carries it.</summary>
    int Set { get; }
}

/// <summary>
/// Figures of several series, immutable. That of a day is the one of the newest set which covers the day; within a set
/// that of the latest first day.
/// </summary>
public sealed class Series<TKey, TFigure>
    where TKey : notnull
    where TFigure : class, ISeriesFigure
{
    // Newest set first, in a set the latest first day first: the first that covers the day is the figure.
    private readonly Dictionary<TKey, TFigure[]> _figures;
    private readonly Func<TFigure, TKey> _key;

    /// <summary>Sorts the figures into their series.</summary>
    public Series(IEnumerable<TFigure> figures, Func<TFigure, TKey> key)
    {
        _key = key;
        _figures = figures.GroupBy(key).ToDictionary(
            series => series.Key,
            series => series.OrderByDescending(one => one.Set).ThenByDescending(one => one.Valid.From).ToArray());
    }

    /// <summary>Every series that has a figure.</summary>
    public IReadOnlyCollection<TKey> Keys => _figures.Keys;

    /// <summary>Number of the newest set; 0 where there is none.</summary>
    public int NewestSet => _figures.Count == 0 ? 0 : _figures.Values.Max(figures => figures[0].Set);

    /// <summary>The figures as they were known when set <paramref name="set"/> was the newest.</summary>
    public Series<TKey, TFigure> AsKnownAt(int set) => set >= NewestSet
        ? this : new(_figures.Values.SelectMany(figures => figures).Where(figure => figure.Set <= set), _key);

    /// <summary>The figure of a day, or null.</summary>
    public TFigure? Find(TKey key, DateOnly day)
    {
        if (!_figures.TryGetValue(key, out var figures))
            return null;
        foreach (var figure in figures)
        {
            if (figure.Valid.Covers(day))
                return figure;
        }

        return null;
    }

    /// <summary>What counts on the days of a span, one after the other; null for days on which nothing does.</summary>
    public IEnumerable<TFigure?> Within(TKey key, Validity span) =>
        Stretches(key, span).Select(days => Find(key, days.From));

    /// <summary>
    /// The days on which figures of a set take the place of others that say something else: what was decided on them
    /// would be decided otherwise now. None where nothing was known before.
    /// </summary>
    /// <param name="set">Number of the set.</param>
    /// <param name="same">Whether two figures say the same.</param>
    public IEnumerable<(TKey Key, Validity Days)> CorrectedBy(int set, Func<TFigure, TFigure, bool> same)
    {
        var (before, now) = (AsKnownAt(set - 1), AsKnownAt(set));
        return
            from series in _figures
            from figure in series.Value
            where figure.Set == set
            from days in now.Stretches(series.Key, figure.Valid)
            where before.Find(series.Key, days.From) is { } former
                && !same(former, now.Find(series.Key, days.From)!)
            select (series.Key, days);
    }

    /// <summary>First day of the gap in which a day lies; null where there is a figure, or was none before.</summary>
    public DateOnly? GapAt(TKey key, DateOnly day) => Find(key, day) is not null ? null
        : _figures.GetValueOrDefault(key, []).Select(figure => figure.Valid.To).Where(to => to <= day).Max();

    /// <summary>The days of a span in parts, in each of which one figure counts or none.</summary>
    private IEnumerable<Validity> Stretches(TKey key, Validity span)
    {
        var begins = _figures.GetValueOrDefault(key, [])
            .SelectMany(figure => figure.Valid.To is { } to ? new[] { figure.Valid.From, to } : [figure.Valid.From])
            .Where(span.Covers)
            .Append(span.From)
            .Distinct()
            .Order()
            .ToArray();
        return begins.Select((from, place) => new Validity(
            from, place + 1 < begins.Length ? begins[place + 1] : span.To));
    }
}
