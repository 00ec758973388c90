using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Arrivals;

/// <summary>What came of a declaration when it came in, as the strip tells it apart.</summary>
public enum Outcome
{
    /// <summary>A control of the goods is recommended.</summary>
    PhysicalControl,

    /// <summary>A check of documents is recommended.</summary>
    DocumentCheck,

    /// <summary>No control is recommended.</summary>
    Release,

    /// <summary>It is not accepted yet.</summary>
    Prelodged,
}

/// <summary>A minute with how many declarations came in, by what came of them.</summary>
public sealed record Minute(DateTimeOffset At, IReadOnlyDictionary<Outcome, int> Counts)
{
    public int Total => Counts.Values.Sum();

    public int Of(Outcome outcome) => Counts.GetValueOrDefault(outcome);
}

/// <summary>What came in during the last hour, minute by minute, as the service counted it.</summary>
public sealed class LastHour
{
    /// <summary>How many minutes there are.</summary>
    public const int MinutesMax = 60;

    public LastHour(CountArrivalsResponse counted)
    {
        var until = counted.Until.ToDateTimeOffset();
        CountedFrom = counted.CountedFrom.ToDateTimeOffset();
        var counts = counted.Minutes.ToDictionary(one => one.Minute.ToDateTimeOffset(), CountsOf);
        Minutes =
        [
            .. Enumerable.Range(0, MinutesMax).Reverse().Select(ago => until.AddMinutes(-ago))
                .Select(at => new Minute(at, counts.GetValueOrDefault(at) ?? [])),
        ];
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Minute> Minutes { get; }

    /// <summary>The first minute that is counted.</summary>
    public DateTimeOffset CountedFrom { get; }

    /// <summary>Whether there was time to count all of it.</summary>
    public bool IsWhole => CountedFrom <= Minutes[0].At;

    public int Total => Minutes.Sum(minute => minute.Total);

    /// <summary>For how many a control is recommended.</summary>
    public int ToControl => Minutes.Sum(one => one.Of(Outcome.PhysicalControl) + one.Of(Outcome.DocumentCheck));

    /// <summary>The fullest minute; of several the first.</summary>
    public Minute Busiest => Minutes.MaxBy(minute => minute.Total)!;

    private static Dictionary<Outcome, int> CountsOf(ArrivalMinute arrivals) => new()
    {
        [Outcome.PhysicalControl] = arrivals.PhysicalControl,
        [Outcome.DocumentCheck] = arrivals.DocumentCheck,
        [Outcome.Release] = arrivals.Release,
        [Outcome.Prelodged] = arrivals.Prelodged,
    };
}
