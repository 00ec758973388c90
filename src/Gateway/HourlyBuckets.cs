using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace CrmClub.Gateway;

/// <summary>Token buckets of routes with a limit an hour, for each address and for all together.</summary>
internal sealed class HourlyBuckets(IOptions<HourlyLimits> limits)
{
    // A home or an office has this much of an IPv6 address; the rest is theirs to choose.
    private const int NetworkBytes = 8;

    private readonly ConcurrentDictionary<(IPAddress Network, string Kind), TokenBucketRateLimiter> _buckets = new();

    /// <summary>Takes one call out of the buckets of the request's route.</summary>
    /// <returns>Null where it may pass, else when to come again.</returns>
    public TimeSpan? Refuses(HttpContext context)
    {
        var route = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config;
        if (route?.Metadata?.GetValueOrDefault(Routes.Hourly) is not { } kind)
            return null;
        var (each, all) = kind == Routes.Grievances
            ? (limits.Value.Grievances, limits.Value.GrievancesInAll)
            : (limits.Value.Receipts, (int?)null);
        var network = NetworkOf(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return !Take((network, kind), each) ? TimeSpan.FromHours(1) / each
            : all is { } most && !Take((IPAddress.Any, kind), most) ? TimeSpan.FromHours(1) / most
            : null;
    }

    private bool Take((IPAddress Network, string Kind) key, int perHour)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            if (_buckets.Count >= RateLimits.BucketsMax)
                ForgetRested();
            // Too many at once: strangers share one.
            if (_buckets.Count >= RateLimits.BucketsMax)
                key = (IPAddress.None, key.Kind);
            bucket = _buckets.GetOrAdd(key, _ => Full(perHour));
        }

        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }

    private static TokenBucketRateLimiter Full(int perHour) => new(new TokenBucketRateLimiterOptions
    {
        AutoReplenishment = false,
        ReplenishmentPeriod = TimeSpan.FromHours(1) / perHour,
        TokensPerPeriod = 1,
        TokenLimit = perHour,
        QueueLimit = 0,
    });

    private void ForgetRested()
    {
        foreach (var (key, bucket) in _buckets)
        {
            bucket.TryReplenish();
            if (bucket.IdleDuration is not null)
                _buckets.TryRemove(key, out _);
        }
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
