using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using CrmClub.ServiceDefaults.Calls;
using Microsoft.Extensions.Configuration;

namespace CrmClub.Membership.Copy;

/// <summary>What each customs system has left of the items that it is registered to send in a second.</summary>
public sealed class SystemRates(IConfiguration configuration)
{
    /// <summary>Items a second of a system that is registered without a figure of its own.</summary>
    public const int ItemsPerSecond = 2000;

    private readonly int _unnamed = configuration.GetValue("Systems:ItemsPerSecond", ItemsPerSecond);

    // By the figure too: another one counts from the next call on.
    private readonly ConcurrentDictionary<(string System, int PerSecond), TokenBucketRateLimiter> _buckets = new();

    /// <summary>Items that it may send in a second.</summary>
    public int Of(SystemView system) =>
        system.Contract.ItemsPerSecond > 0 ? system.Contract.ItemsPerSecond : _unnamed;

    /// <summary>Takes them out; false, and nothing is taken, if too few are left.</summary>
    public bool TryTake(SystemView system, int items)
    {
        var perSecond = Of(system);
        var bucket = _buckets.GetOrAdd((system.Contract.ClientId, perSecond), key => RateBucket.Full(key.PerSecond));
        bucket.TryReplenish();
        // A call of more than a full bucket would else never be taken.
        using var lease = bucket.AttemptAcquire(Math.Clamp(items, 1, perSecond * RateBucket.BurstSeconds));
        return lease.IsAcquired;
    }
}
