using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.ServiceDefaults;

/// <summary>What every host of the club has, a gRPC service or not.</summary>
public static class HostDefaults
{
    /// <summary>Longest time an ending host waits for calls in work.</summary>
    public static readonly TimeSpan ShutdownMax = TimeSpan.FromSeconds(10);

    /// <summary>Oldest runtime without a known flaw in what the club relies on (CVE-2025-55315 and later).</summary>
    public static readonly Version RuntimeMin = new(10, 0, 10);

    /// <summary>What <c>/health</c> and <c>/alive</c> ask.</summary>
    internal static readonly HealthCheckOptions Ready = new() { ResponseWriter = SayAsync };
    internal static readonly HealthCheckOptions Live = new() { Predicate = check => check.Tags.Contains(Alive) };

    private const string Alive = "live";

    /// <summary>Kestrel's limits, telemetry, health checks and service discovery.</summary>
    /// <exception cref="InvalidOperationException">Production on a runtime with known flaws.</exception>
    public static WebApplicationBuilder AddHostDefaults(this WebApplicationBuilder builder, string service)
    {
        if (builder.Environment.IsProduction() && Environment.Version < RuntimeMin)
            throw new InvalidOperationException($".NET {RuntimeMin} or later is needed in Production.");
        builder.WebHost.ConfigureKestrel(KestrelLimits.Apply);
        ManagementPort.AddTo(builder);
        builder.AddTelemetry(service);
        // The framework tells four lines of each request, health checks included; traces and metrics tell it better.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Alive]);
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddHealthChecks().AddCheck<Drain>("stops");
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
        builder.Services.Configure<HealthCheckPublisherOptions>(options => options.Period = HealthLog.Period);
        builder.Services.AddServiceDiscovery();
        // A line for each call that is sent tells nothing that the traces don't.
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Grpc.Net.Client", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownMax);
        return builder;
    }

    /// <summary>
    /// <c>/alive</c> answers as long as the process works; <c>/health</c> only while it can do its job. Both say one
    /// word; <c>/health</c> adds a line for each check that is not healthy.
    /// </summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", Ready).DisableHttpMetrics();
        app.MapHealthChecks("/alive", Live).DisableHttpMetrics();
        return app;
    }

    // What checks say of themselves, never what they caught.
    private static Task SayAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var faults = report.Entries
            .Where(check => check.Value.Status != HealthStatus.Healthy)
            .Select(check => $"{check.Key}: {check.Value.Description}");
        return context.Response.WriteAsync(string.Join('\n', faults.Prepend($"{report.Status}")));
    }
}
