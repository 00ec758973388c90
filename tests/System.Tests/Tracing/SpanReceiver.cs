using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Opentelemetry.Proto.Collector.Trace.V1;
using Kind = Opentelemetry.Proto.Collector.Trace.V1.Span.Types.SpanKind;

namespace CrmClub.System.Tests.Tracing;

/// <summary>A step of a trace: the program that did it, the library that tells of it, and what it was.</summary>
internal sealed record Step(string Service, string Scope, Kind Kind);

/// <summary>An OTLP collector that keeps the spans it is sent, by trace.</summary>
internal sealed class SpanReceiver : TraceService.TraceServiceBase, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<Step>> traces = new();
    private readonly WebApplication host;

    private SpanReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        host = builder.Build();
        host.MapGrpcService<SpanReceiver>();
    }

    public string Address => host.Urls.Single();

    public static async Task<SpanReceiver> StartAsync(CancellationToken cancel)
    {
        var receiver = new SpanReceiver();
        await receiver.host.StartAsync(cancel);
        return receiver;
    }

    /// <summary>What has come of a trace.</summary>
    public IReadOnlySet<Step> StepsOf(string trace) =>
        traces.TryGetValue(trace, out var steps) ? steps.ToHashSet() : new HashSet<Step>();

    public override Task<ExportTraceServiceResponse> Export(
        ExportTraceServiceRequest request, ServerCallContext context)
    {
        foreach (var host in request.ResourceSpans)
        {
            var service = host.Resource.Attributes.Single(one => one.Key == "service.name").Value.StringValue;
            foreach (var scope in host.ScopeSpans)
                foreach (var span in scope.Spans)
                    traces.GetOrAdd(Convert.ToHexStringLower(span.TraceId.Span), _ => [])
                        .Add(new Step(service, scope.Scope.Name, span.Kind));
        }
        return Task.FromResult(new ExportTraceServiceResponse());
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
