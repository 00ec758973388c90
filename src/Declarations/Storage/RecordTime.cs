namespace CrmClub.Declarations.Storage;

/// <summary>The instant of a record in microseconds, as PostgreSQL keeps it and a content hash covers it.</summary>
internal static class RecordTime
{
    public static DateTime Now(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
