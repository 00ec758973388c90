using System.Threading.RateLimiting;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>Token buckets as the club's limits a second use them: whoever takes from one fills it first.</summary>
public static class RateBucket
{
    /// <summary>How many seconds' worth a rested caller may take at once.</summary>
    public const int BurstSeconds = 2;

    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(50);
    private static readonly int RefillsPerSecond = (int)(TimeSpan.FromSeconds(1) / Refill);

    /// <summary>A full bucket.</summary>
    /// <param name="perSecond">What comes back in a second, at least 1.</param>
    public static TokenBucketRateLimiter Full(int perSecond) => new(new TokenBucketRateLimiterOptions
    {
        AutoReplenishment = false,
        ReplenishmentPeriod = Refill * Math.Max(1, RefillsPerSecond / perSecond),
        TokensPerPeriod = Math.Max(1, perSecond / RefillsPerSecond),
        TokenLimit = perSecond * BurstSeconds,
        QueueLimit = 0,
    });
}
