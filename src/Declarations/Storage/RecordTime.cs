namespace CrmClub.Declarations.Storage;

/// <summary>The instant of a record, in the microseconds that PostgreSQL keeps: content hashes are over what it keeps.</summary>
internal static class RecordTime
{
    public static DateTime Now(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
