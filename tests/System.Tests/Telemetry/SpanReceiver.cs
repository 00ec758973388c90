using System.Collections.Concurrent;
using Grpc.Core;
using Opentelemetry.Proto.Collector.Trace.V1;
using Kind = Opentelemetry.Proto.Collector.Trace.V1.Span.Types.SpanKind;

namespace CrmClub.System.Tests.Telemetry;

/// <summary>A step of a trace: the program that did it, the library that tells of it, and what it was.</summary>
internal sealed record Step(string Service, string Scope, Kind Kind);

/// <summary>Keeps the spans that come, by trace.</summary>
internal sealed class SpanReceiver : TraceService.TraceServiceBase
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<Step>> traces = new();

    /// <summary>What has come of a trace.</summary>
    public IReadOnlySet<Step> StepsOf(string trace) =>
        traces.TryGetValue(trace, out var steps) ? steps.ToHashSet() : new HashSet<Step>();

    public override Task<ExportTraceServiceResponse> Export(
        ExportTraceServiceRequest request, ServerCallContext context)
    {
        foreach (var host in request.ResourceSpans)
            foreach (var scope in host.ScopeSpans)
                foreach (var span in scope.Spans)
                    traces.GetOrAdd(Convert.ToHexStringLower(span.TraceId.Span), _ => [])
                        .Add(new Step(Collector.ServiceOf(host.Resource), scope.Scope.Name, span.Kind));
        return Task.FromResult(new ExportTraceServiceResponse());
    }
}
