using System.Net;
using System.Security.Authentication;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace CrmClub.Gateway;

/// <summary>Where the routes lead: each service's two endpoints, by discovery.</summary>
public static class Clusters
{
    public const int ConnectionsPerServerMax = 64;
    public const SslProtocols TlsVersions = SslProtocols.Tls12 | SslProtocols.Tls13;
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(35);
    public static readonly TimeSpan StreamSilenceMax = TimeSpan.FromMinutes(5);

    /// <summary>A connection that carries nothing is asked after so long whether it still leads anywhere.</summary>
    public static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan PingAnswerMax = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<ClusterConfig> All =
    [
        .. Routes.Public.SelectMany(area => new[]
        {
            Cluster(Grpc(area.Service), $"http://_grpc.{area.Service}", HttpVersion.Version20, SilenceMax),
            Cluster(Streams(area.Service), $"http://_grpc.{area.Service}", HttpVersion.Version20, StreamSilenceMax),
            Cluster(Http(area.Service), $"http://_http.{area.Service}", HttpVersion.Version11, SilenceMax),
        }),
        Cluster(Http(Routes.Web), $"http://_http.{Routes.Web}", HttpVersion.Version11, SilenceMax),
    ];

    /// <summary>Lets go of a connection whose other end has gone without a word, and the calls on it.</summary>
    public static void Watch(SocketsHttpHandler connections) =>
        (connections.KeepAlivePingDelay, connections.KeepAlivePingTimeout) = (PingDelay, PingAnswerMax);

    internal static string Grpc(string service) => $"{service}-grpc";

    internal static string Streams(string service) => $"{service}-streams";

    internal static string Http(string service) => $"{service}-http";

    private static ClusterConfig Cluster(string id, string address, Version version, TimeSpan silence) => new()
    {
        ClusterId = id,
        Destinations = new Dictionary<string, DestinationConfig> { ["service"] = new() { Address = address } },
        HttpClient = new HttpClientConfig
        {
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = ConnectionsPerServerMax,
            SslProtocols = TlsVersions,
        },
        HttpRequest = new ForwarderRequestConfig
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            ActivityTimeout = silence,
        },
    };
}
