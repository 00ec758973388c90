using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Journal;

/// <summary>The instant at which something is recorded, in events and in rows alike.</summary>
public static class RecordTime
{
    /// <summary>
    /// Now by the system's clock, in whole microseconds: PostgreSQL keeps no finer, and a row must say what its entry
    /// says.
    /// </summary>
    public static Timestamp RecordedNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return Timestamp.FromDateTimeOffset(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)));
    }
}
