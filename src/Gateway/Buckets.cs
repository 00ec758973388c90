using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using CrmClub.ServiceDefaults.Calls;
using Microsoft.Extensions.Options;

namespace CrmClub.Gateway;

/// <summary>A token bucket for each client at each address, and one for each address.</summary>
internal sealed class Buckets(IOptions<RateLimits> limits)
{
    private readonly ConcurrentDictionary<(IPAddress Address, string Client), TokenBucketRateLimiter> _buckets = new();

    public int Count => _buckets.Count;

    /// <summary>Takes one call out of the caller's bucket and its address's; false if one is empty.</summary>
    public bool TryTake(IPAddress address, ClientKey client)
    {
        var rates = limits.Value;
        var rate = client == ClientKey.Anonymous ? rates.Anonymous : client.IsPerson ? rates.Person : rates.System;
        // The client first: a caller that is over its own rate must not use up its neighbours'.
        return Take((address, $"{rate}/{client.Id}"), rate) && Take((address, "*"), rates.Address);
    }

    private bool Take((IPAddress Address, string Client) key, int perSecond)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            if (_buckets.Count >= RateLimits.BucketsMax)
                ForgetRested();
            if (_buckets.Count >= RateLimits.BucketsMax)
                key = (IPAddress.None, "");
            bucket = _buckets.GetOrAdd(key, _ => RateBucket.Full(perSecond));
        }
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }

    // A full bucket says no more than a new one.
    private void ForgetRested()
    {
        foreach (var (key, bucket) in _buckets)
        {
            bucket.TryReplenish();
            if (bucket.IdleDuration is not null)
                _buckets.TryRemove(key, out _);
        }
    }
}
