using System.Collections.Concurrent;
using Grpc.Core;
using Opentelemetry.Proto.Collector.Trace.V1;
using Kind = Opentelemetry.Proto.Collector.Trace.V1.Span.Types.SpanKind;

namespace CrmClub.System.Tests.Telemetry;

/// <summary>A step of a trace: the program that did it, the library that tells of it, and what it was.</summary>
internal sealed record Step(string Service, string Scope, Kind Kind);

/// <summary>Keeps the spans that come, by trace; those of work done for several at once, by each.</summary>
internal sealed class SpanReceiver : TraceService.TraceServiceBase
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<Step>> traces = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> shared = new();

    /// <summary>What has come of a trace, in it or in a batch that is linked to it.</summary>
    public IReadOnlySet<Step> StepsOf(string trace) =>
        Of(shared, trace).Prepend(trace).SelectMany(one => Of(traces, one)).ToHashSet();

    public override Task<ExportTraceServiceResponse> Export(
        ExportTraceServiceRequest request, ServerCallContext context)
    {
        foreach (var host in request.ResourceSpans)
            foreach (var scope in host.ScopeSpans)
                foreach (var span in scope.Spans)
                    Keep(span, new Step(Collector.ServiceOf(host.Resource), scope.Scope.Name, span.Kind));
        return Task.FromResult(new ExportTraceServiceResponse());
    }

    private void Keep(Span span, Step step)
    {
        var trace = Convert.ToHexStringLower(span.TraceId.Span);
        traces.GetOrAdd(trace, _ => []).Add(step);
        foreach (var link in span.Links)
            shared.GetOrAdd(Convert.ToHexStringLower(link.TraceId.Span), _ => []).Add(trace);
    }

    private static IEnumerable<T> Of<T>(ConcurrentDictionary<string, ConcurrentBag<T>> kept, string trace) =>
        kept.TryGetValue(trace, out var some) ? some : [];
}
