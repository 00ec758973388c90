using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.RateLimiting;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.Tests.Bench;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy;

namespace CrmClub.Gateway.Tests;

/// <summary>What the gateway goes by, read where it is running.</summary>
public sealed class SettingsTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    private IProxyStateLookup Proxy => bench.Gateway.Services.GetRequiredService<IProxyStateLookup>();

    [Fact]
    public void Kestrel_Running_HasTheLimits() => RunningKestrel.HasTheLimits(bench.Gateway.Services);

    [Fact]
    public void Calls_AtOnce_Are256()
    {
        var places = bench.Gateway.Services.GetRequiredService<ConcurrencyLimiter>();

        Assert.Equal(256, places.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void Clusters_Running_HaveTheirLimits()
    {
        var clusters = Proxy.GetClusters().Select(cluster => cluster.Model.Config).ToList();

        Assert.Equal(Clusters.All.Count, clusters.Count);
        Assert.All(clusters, cluster =>
        {
            var silence = cluster.ClusterId.EndsWith("-streams") ? 300 : 35;
            Assert.Equal(TimeSpan.FromSeconds(silence), cluster.HttpRequest!.ActivityTimeout);
            Assert.Equal(
                cluster.ClusterId.EndsWith("-http") ? HttpVersion.Version11 : HttpVersion.Version20,
                cluster.HttpRequest.Version);
            Assert.Equal(HttpVersionPolicy.RequestVersionExact, cluster.HttpRequest.VersionPolicy);
            Assert.True(cluster.HttpClient!.EnableMultipleHttp2Connections);
            Assert.Equal(64, cluster.HttpClient.MaxConnectionsPerServer);
            Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, cluster.HttpClient.SslProtocols);
            Assert.NotEqual(true, cluster.HttpClient.DangerousAcceptAnyServerCertificate);
            // A second try of what may have been done is the client's to decide.
            Assert.Null(cluster.HealthCheck);
            Assert.Null(cluster.SessionAffinity);
        });
    }

    [Fact]
    public void Connections_ToServices_AreAskedWhetherTheyLeadAnywhere()
    {
        using var connections = new SocketsHttpHandler();

        Clusters.Watch(connections);

        Assert.Equal(TimeSpan.FromSeconds(5), connections.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(5), connections.KeepAlivePingTimeout);
    }

    [Fact]
    public void Routes_Running_NameWhatTheyLeadToAndEnd()
    {
        var routes = Proxy.GetRoutes().Select(route => route.Config).ToList();

        Assert.Equal(Routes.All.Count, routes.Count);
        Assert.All(routes, route =>
        {
            var isStream = route.ClusterId!.EndsWith("-streams");
            var seconds = route.RouteId.StartsWith("json-") ? 12 : 35;
            Assert.Equal(isStream ? null : TimeSpan.FromSeconds(seconds), route.Timeout);
            Assert.Equal(isStream ? "Disable" : null, route.TimeoutPolicy);
            // JSON bodies end by Kestrel's limit, which is the smaller one there.
            Assert.Equal(route.ClusterId.EndsWith("-http") ? null : 1_114_112, route.MaxRequestBodySize);
            if (route.ClusterId != "web-http" && !route.Match.Path!.StartsWith("/.well-known/"))
                Assert.StartsWith(route.ClusterId.EndsWith("-http") ? "/api/v1/" : "/crmclub.", route.Match.Path);
            Assert.Null(route.Transforms);
        });
    }

    [Fact]
    public void Rates_Running_AreThoseOfEachKindOfCaller()
    {
        var rates = bench.Gateway.Services.GetRequiredService<IOptions<RateLimits>>().Value;

        Assert.Equal((2000, 50, 20, 10_000), (rates.System, rates.Person, rates.Anonymous, rates.Address));
        Assert.Equal((2, 10_000), (RateBucket.BurstSeconds, RateLimits.BucketsMax));
    }

    [Fact]
    public async Task Connections_OfOneAddress_AreSixtyFour()
    {
        await using var gateway = await RunningGateway.StartAsync(bench.Service.HttpAddress, bench.Service.GrpcAddress);
        var address = gateway.Http.BaseAddress!;
        var open = new List<TcpClient>();
        try
        {
            for (var number = 1; number <= 64; number++)
                Assert.NotEqual("", await AskAsync());
            Assert.Equal("", await AskAsync());
        }
        finally
        {
            open.ForEach(one => one.Dispose());
        }

        // Asks on a connection of its own and keeps it; empty where it is cut off.
        async Task<string> AskAsync()
        {
            var client = new TcpClient();
            open.Add(client);
            try
            {
                // What cuts it off may come while it still connects.
                await client.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
                await using var writer = new StreamWriter(client.GetStream(), leaveOpen: true);
                await writer.WriteAsync($"GET /alive HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");
                await writer.FlushAsync(TestContext.Current.CancellationToken);
                return await new StreamReader(client.GetStream()).ReadLineAsync(
                    TestContext.Current.CancellationToken) ?? "";
            }
            catch (Exception cut) when (cut is IOException or SocketException)
            {
                return "";
            }
        }
    }
}
