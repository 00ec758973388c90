using System.Numerics;

namespace CrmClub.Cli.Load;

/// <summary>
/// Counts durations in buckets that are narrow for short ones and wide for long ones, as HdrHistogram does: a quantile
/// is too high by less than one in 128, whatever the duration, and a million of them take no more room than one.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int HalfBits = 7;
    private const long TicksMax = 1L << 40;

    private readonly long[] _counts = new long[Bucket(TicksMax) + 1];
    private long _count;
    private long _max;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Max => TimeSpan.FromTicks(Interlocked.Read(ref _max));

    /// <summary>Any number of threads may record at once.</summary>
    public void Record(TimeSpan duration)
    {
        var ticks = Math.Clamp(duration.Ticks, 0, TicksMax);
        Interlocked.Increment(ref _counts[Bucket(ticks)]);
        Interlocked.Increment(ref _count);
        for (var max = _max; ticks > max; max = Interlocked.Read(ref _max))
            Interlocked.CompareExchange(ref _max, ticks, max);
    }

    /// <summary>The duration that this share of all did not exceed; zero where there is none.</summary>
    public TimeSpan Quantile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            rank -= Interlocked.Read(ref _counts[bucket]);
            if (rank <= 0) return TimeSpan.FromTicks(Math.Min(Highest(bucket), Max.Ticks));
        }
        return Max;
    }

    /// <summary>Below 256 a bucket each; above, 128 buckets for every doubling.</summary>
    private static int Bucket(long ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks) - HalfBits);
        return (shift << HalfBits) + (int)(ticks >> shift);
    }

    private static long Highest(int bucket)
    {
        var shift = Math.Max(0, (bucket >> HalfBits) - 1);
        return ((bucket - ((long)shift << HalfBits) + 1) << shift) - 1;
    }
}
