using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// A port for operators alone, where <c>Management:Port</c> names one: <c>/alive</c>, <c>/health</c> and, for
/// Prometheus, <c>/metrics</c>. It serves nothing else, whatever host it is called by, and takes no tokens: who reaches
/// it is for the network to say. <c>/metrics</c> is on no other port.
/// </summary>
internal sealed class ManagementPort(int port) : IStartupFilter
{
    private const string Setting = "Management:Port";

    /// <summary>The port that is set, if any.</summary>
    internal static int? Of(IConfiguration configuration) => configuration.GetValue<int?>(Setting);

    internal static void AddTo(WebApplicationBuilder builder)
    {
        if (Of(builder.Configuration) is not { } port)
            return;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:management:Url"] = $"http://*:{port}",
            ["Kestrel:Endpoints:management:Protocols"] = "Http1",
        });
        // Before the framework's own filters: a probe calls by a pod's address, which is no host of the club's.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new ManagementPort(port)));
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.MapWhen(IsManagement, management =>
        {
            management.UseHealthChecks("/health", HostDefaults.Ready);
            management.UseHealthChecks("/alive", HostDefaults.Live);
            management.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
        });
        next(app);
    };

    // By the port that took the connection: what a caller writes into its headers says nothing.
    private bool IsManagement(HttpContext context)
    {
        if (context.Connection.LocalPort != port)
            return false;
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
            measured.MetricsDisabled = true;
        return true;
    }
}
