using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>
/// Fetches the issuer's keys before the first caller needs them. Not ready until then; ever after ready, because the
/// last known keys serve while the issuer is down.
/// </summary>
public sealed partial class IssuerKeys(IOptionsMonitor<JwtBearerOptions> options, ILogger<IssuerKeys> log)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private volatile bool _known;

    /// <summary>Whether they were fetched once.</summary>
    public bool Known => _known;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel) =>
        Task.FromResult(_known
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The issuer's keys are not known yet."));

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var keys = options.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!;
        using var pace = new PeriodicTimer(Retry);
        for (var told = false; !_known; told = true)
        {
            try
            {
                await keys.GetConfigurationAsync(stop);
                _known = true;
                return;
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                if (!told)
                    NotReached(fault.GetBaseException().Message);
            }
            await pace.WaitForNextTickAsync(stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The identity server gives no keys yet; trying again: {Fault}")]
    private partial void NotReached(string fault);
}
