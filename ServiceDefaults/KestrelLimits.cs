using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CrmClub.ServiceDefaults;

/// <summary>What one peer may ask of a host's connections; the defaults that are relied on stand here, too.</summary>
public static class KestrelLimits
{
    public const int ConnectionsMax = 2000;
    public const int UpgradedConnectionsMax = 200;
    public const int HeadersBytesMax = 16 * 1024;
    public const int HeadersMax = 64;
    public const int RequestLineBytesMax = 4 * 1024;
    public const int RequestBodyBytesMax = 2 * 1024 * 1024;
    public const int StreamsPerConnectionMax = 100;
    public const int ConnectionWindowBytes = 256 * 1024;
    public const int StreamWindowBytes = 128 * 1024;
    public const int FrameBytesMax = 16 * 1024;
    public const int HeaderTableBytes = 4 * 1024;

    /// <summary>Slowest a body may come or go after <see cref="BodyGrace"/>; gRPC's streams are free of it.</summary>
    public const int BodyBytesPerSecondMin = 240;

    public static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan KeepAliveMax = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan HeadersReceivedMax = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan PingAnswerMax = TimeSpan.FromSeconds(10);

    /// <summary>Sets all of them.</summary>
    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        var limits = options.Limits;
        limits.MaxConcurrentConnections = ConnectionsMax;
        limits.MaxConcurrentUpgradedConnections = UpgradedConnectionsMax;
        limits.KeepAliveTimeout = KeepAliveMax;
        limits.RequestHeadersTimeout = HeadersReceivedMax;
        limits.MaxRequestHeadersTotalSize = HeadersBytesMax;
        limits.MaxRequestHeaderCount = HeadersMax;
        limits.MaxRequestLineSize = RequestLineBytesMax;
        limits.MaxRequestBodySize = RequestBodyBytesMax;
        limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecondMin, BodyGrace);
        limits.MinResponseDataRate = new MinDataRate(BodyBytesPerSecondMin, BodyGrace);
        limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
        limits.Http2.MaxRequestHeaderFieldSize = HeadersBytesMax;
        limits.Http2.MaxFrameSize = FrameBytesMax;
        limits.Http2.HeaderTableSize = HeaderTableBytes;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
        limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        limits.Http2.KeepAlivePingDelay = PingDelay;
        limits.Http2.KeepAlivePingTimeout = PingAnswerMax;
    }
}
