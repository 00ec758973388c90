using System.Collections.Concurrent;
using Grpc.Core;
using Opentelemetry.Proto.Collector.Metrics.V1;
using Opentelemetry.Proto.Collector.Trace.V1;

namespace CrmClub.System.Tests.Telemetry;

/// <summary>A series of an instrument.</summary>
/// <param name="Service">The program that measures.</param>
/// <param name="Name">The instrument's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Label">Its labels, as <c>key=value</c>.</param>
internal sealed record Series(string Service, string Name, string Unit, string Label = "");

/// <summary>What a series said last; of a histogram the sum, and how often each of its steps was hit.</summary>
internal sealed record Measure(double Value, params ulong[] Buckets);

/// <summary>Keeps the newest measure of each series that comes.</summary>
internal sealed class MetricReceiver : MetricsService.MetricsServiceBase
{
    private readonly ConcurrentDictionary<Series, Measure> latest = new();

    public IReadOnlyCollection<Series> Series => [.. latest.Keys];

    /// <summary>Null for a series that has not come.</summary>
    public Measure? Of(Series series) => latest.GetValueOrDefault(series);

    public override Task<ExportMetricsServiceResponse> Export(
        ExportMetricsServiceRequest request, ServerCallContext context)
    {
        foreach (var host in request.ResourceMetrics)
            foreach (var metric in host.ScopeMetrics.SelectMany(scope => scope.Metrics))
                Keep(new Series(Collector.ServiceOf(host.Resource), metric.Name, metric.Unit), metric);
        return Task.FromResult(new ExportMetricsServiceResponse());
    }

    private void Keep(Series series, Metric metric)
    {
        foreach (var point in (metric.Gauge ?? metric.Sum)?.DataPoints ?? [])
            latest[series with { Label = LabelOf(point.Attributes) }] =
                new Measure(point.HasAsInt ? point.AsInt : point.AsDouble);
        foreach (var point in metric.Histogram?.DataPoints ?? [])
            latest[series with { Label = LabelOf(point.Attributes) }] =
                new Measure(point.Sum, [.. point.BucketCounts]);
    }

    private static string LabelOf(IEnumerable<KeyValue> labels) =>
        string.Join(',', labels.Select(label => $"{label.Key}={label.Value.StringValue}"));
}
