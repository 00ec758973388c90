using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace CrmClub.Calls;

/// <summary>The gateway's baseline: YARP in front of the echo and nothing else.</summary>
internal static class Proxy
{
    public const string Argument = "proxy";

    private const string Cluster = "echo";

    public static Task<int> ServeAsync(string destination) => Child.ServeAsync(
        services => services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = Cluster, ClusterId = Cluster, Match = new RouteMatch { Path = "{**all}" } }],
            [new ClusterConfig
            {
                ClusterId = Cluster,
                Destinations = new Dictionary<string, DestinationConfig>
                {
                    [Cluster] = new() { Address = destination },
                },
                HttpRequest = new ForwarderRequestConfig
                {
                    Version = HttpVersion.Version20,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                },
            }]),
        app => app.MapReverseProxy());
}
