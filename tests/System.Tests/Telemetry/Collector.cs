using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Opentelemetry.Proto.Collector.Trace.V1;

namespace CrmClub.System.Tests.Telemetry;

/// <summary>An OTLP collector that keeps what it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication host;

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Spans);
        builder.Services.AddSingleton(Metrics);
        host = builder.Build();
        host.MapGrpcService<SpanReceiver>();
        host.MapGrpcService<MetricReceiver>();
    }

    public SpanReceiver Spans { get; } = new();

    public MetricReceiver Metrics { get; } = new();

    public string Address => host.Urls.Single();

    public static async Task<Collector> StartAsync(CancellationToken cancel)
    {
        var collector = new Collector();
        await collector.host.StartAsync(cancel);
        return collector;
    }

    public static string ServiceOf(Resource resource) =>
        resource.Attributes.Single(one => one.Key == "service.name").Value.StringValue;

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
