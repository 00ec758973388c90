using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OTLP, where somebody listens; metrics for Prometheus, where a port is set.
/// </summary>
internal static class Telemetry
{
    /// <summary>Sources and meters of the club's own code begin with this.</summary>
    private const string Own = "CrmClub.*";

    internal static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        var collected = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var scraped = ManagementPort.Of(builder.Configuration) is not null;
        if (!collected && !scraped)
            return;

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service))
            .WithMetrics(metrics =>
            {
                metrics.AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("Npgsql", "MassTransit", Own);
                if (scraped)
                    metrics.AddPrometheusExporter();
            });
        if (collected)
            telemetry
                .WithTracing(tracing => tracing
                    .SetSampler(TraceBudget.For(atDoor: service == "gateway"))
                    .AddAspNetCoreInstrumentation(options => options.Filter = request => !IsProbe(request.Request.Path))
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddSource("MassTransit", Own))
                .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
                .UseOtlpExporter();
    }

    private static bool IsProbe(Microsoft.AspNetCore.Http.PathString path) =>
        path.StartsWithSegments("/health") || path.StartsWithSegments("/alive")
        || path.StartsWithSegments("/grpc.health.v1.Health");
}
