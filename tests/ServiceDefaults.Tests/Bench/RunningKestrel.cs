using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmClub.Tests.Bench;

/// <summary>What Kestrel of a running host goes by.</summary>
internal static class RunningKestrel
{
    /// <summary>Each limit as it was designed, said here a second time: a slip in the constant is seen.</summary>
    internal static void HasTheLimits(IServiceProvider host)
    {
        var running = host.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        var (limits, http2) = (running.Limits, running.Limits.Http2);

        Assert.False(running.AddServerHeader);
        Assert.False(running.AllowSynchronousIO);
        Assert.Equal(2000, limits.MaxConcurrentConnections);
        Assert.Equal(200, limits.MaxConcurrentUpgradedConnections);
        Assert.Equal(TimeSpan.FromSeconds(60), limits.KeepAliveTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal(16 * 1024, limits.MaxRequestHeadersTotalSize);
        Assert.Equal(64, limits.MaxRequestHeaderCount);
        Assert.Equal(4 * 1024, limits.MaxRequestLineSize);
        Assert.Equal(2 * 1024 * 1024, limits.MaxRequestBodySize);
        foreach (var rate in new[] { limits.MinRequestBodyDataRate, limits.MinResponseDataRate })
            Assert.Equal((240, TimeSpan.FromSeconds(5)), (rate!.BytesPerSecond, rate.GracePeriod));
        Assert.Equal(100, http2.MaxStreamsPerConnection);
        Assert.Equal(16 * 1024, http2.MaxFrameSize);
        Assert.Equal(16 * 1024, http2.MaxRequestHeaderFieldSize);
        Assert.Equal(4096, http2.HeaderTableSize);
        Assert.Equal(256 * 1024, http2.InitialConnectionWindowSize);
        Assert.Equal(128 * 1024, http2.InitialStreamWindowSize);
        Assert.Equal(TimeSpan.FromSeconds(30), http2.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(10), http2.KeepAlivePingTimeout);
        Assert.Equal(
            TimeSpan.FromSeconds(10),
            host.GetRequiredService<IOptions<Microsoft.Extensions.Hosting.HostOptions>>().Value.ShutdownTimeout);
    }
}
