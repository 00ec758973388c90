using System.Buffers.Binary;
using System.Diagnostics;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Reading;

/// <summary>
/// How many declarations came in, minute by minute. A minute that is over is counted once and remembered, so that a
/// call counts little more than the running one, however many came in.
/// </summary>
internal sealed class CountArrivals(NpgsqlDataSource database, Sight sight, TimeProvider time)
{
    /// <summary>How many minutes are told.</summary>
    public const int MinutesMax = 60;

    // What is sent in a minute is stored in it or soon after.
    private const int SettledAfterMinutes = 2;

    private static readonly TimeSpan CountingMax = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<DateTimeOffset, IReadOnlyList<Counted>> _settled = [];

    public async Task<CountArrivalsResponse> HandleAsync(Caller caller, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var own = sight.Of(caller);
        var now = time.GetUtcNow();
        var running = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var minutes = new List<ArrivalMinute>();
        var from = running;
        // The newest first: what there is no time for is the oldest.
        for (var ago = 0; ago < MinutesMax && Stopwatch.GetElapsedTime(began) < CountingMax; ago++)
        {
            from = running.AddMinutes(-ago);
            var counted = await CountAsync(from, ago >= SettledAfterMinutes, cancel);
            if (ArrivalsOf(from, counted.Where(one => own is null || one.Administration == own)) is { } arrivals)
                minutes.Add(arrivals);
        }

        Forget(running.AddMinutes(-MinutesMax));
        return new CountArrivalsResponse
        {
            CountedFrom = from.ToTimestamp(),
            Until = running.ToTimestamp(),
            Minutes = { Enumerable.Reverse(minutes) },
        };
    }

    private static ArrivalMinute? ArrivalsOf(DateTimeOffset minute, IEnumerable<Counted> counted)
    {
        var of = counted.ToLookup(one => one.Outcome, one => one.Declarations);
        return of.Count == 0 ? null : new ArrivalMinute
        {
            Minute = minute.ToTimestamp(),
            Release = of[(short)ControlRecommendation.Release].Sum(),
            DocumentCheck = of[(short)ControlRecommendation.DocumentCheck].Sum(),
            PhysicalControl = of[(short)ControlRecommendation.PhysicalControl].Sum(),
            Prelodged = of[0].Sum(),
        };
    }

    private async Task<IReadOnlyList<Counted>> CountAsync(
        DateTimeOffset minute, bool isSettled, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_settled.TryGetValue(minute, out var known))
                return known;
        }

        // Ids follow the instants at which they were given (RFC 9562, 5.7): a minute is a stretch of the key.
        await using var command = database.CreateCommand(
            """
            SELECT d.administration,
              CASE WHEN d.acceptance_day = 'infinity' THEN 0::smallint ELSE coalesce(s.recommendation, 1::smallint) END,
              count(*)::int
            FROM declaration d LEFT JOIN control_score s ON s.declaration = d.id AND s.revision = 1
            WHERE d.id >= $1 AND d.id < $2
            GROUP BY 1, 2
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = FirstId(minute) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = FirstId(minute.AddMinutes(1)) });
        var counted = new List<Counted>();
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
                counted.Add(new Counted(rows.GetString(0), rows.GetInt16(1), rows.GetInt32(2)));
        }

        if (isSettled)
        {
            lock (_lock)
                _settled[minute] = counted;
        }

        return counted;
    }

    private void Forget(DateTimeOffset until)
    {
        lock (_lock)
        {
            foreach (var minute in _settled.Keys.Where(one => one <= until).ToList())
                _settled.Remove(minute);
        }
    }

    // The least id that is given at that instant.
    private static Guid FirstId(DateTimeOffset instant)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, instant.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }

    /// <param name="Administration">Its code.</param>
    /// <param name="Outcome">Value of <see cref="ControlRecommendation"/>; 0 while it is prelodged.</param>
    /// <param name="Declarations">How many.</param>
    private sealed record Counted(string Administration, short Outcome, int Declarations);
}
