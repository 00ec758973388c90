using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Arrivals;

/// <summary>What became of a declaration, as the strip tells it apart.</summary>
public enum Outcome
{
    /// <summary>Decided, and under no control.</summary>
    Taken,

    /// <summary>Under control.</summary>
    Held,

    /// <summary>Decided again: amended, reassessed or invalidated.</summary>
    Again,
}

/// <summary>A minute with how many declarations were decided in it, by what became of them.</summary>
public sealed record Minute(DateTimeOffset At, IReadOnlyDictionary<Outcome, int> Counts)
{
    public int Total => Counts.Values.Sum();

    public int Of(Outcome outcome) => Counts.GetValueOrDefault(outcome);
}

/// <summary>What came in during the last hour, minute by minute.</summary>
public sealed class LastHour
{
    /// <summary>How many minutes there are.</summary>
    public const int MinutesMax = 60;

    public LastHour(IEnumerable<DeclarationAnswer> declarations, DateTimeOffset now)
    {
        var last = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), now.Offset);
        var counts = declarations.Where(one => one.DecidedAt is not null)
            .GroupBy(one => (int)Math.Floor((last - one.DecidedAt.ToDateTimeOffset()).TotalMinutes) + 1)
            .ToDictionary(group => group.Key, group => group.GroupBy(OutcomeOf)
                .ToDictionary(part => part.Key, part => part.Count()));
        Minutes =
        [
            .. Enumerable.Range(0, MinutesMax).Reverse().Select(ago => new Minute(
                last.AddMinutes(-ago), counts.GetValueOrDefault(ago) ?? [])),
        ];
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Minute> Minutes { get; }

    public int Total => Minutes.Sum(minute => minute.Total);

    public int Of(Outcome outcome) => Minutes.Sum(minute => minute.Of(outcome));

    /// <summary>The fullest minute; of several the first.</summary>
    public Minute Busiest => Minutes.MaxBy(minute => minute.Total)!;

    private static Outcome OutcomeOf(DeclarationAnswer one) =>
        one.State == DeclarationState.UnderControl ? Outcome.Held : one.Revision > 1 ? Outcome.Again : Outcome.Taken;
}
