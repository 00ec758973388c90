using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.Declarations.Copies;

/// <summary>Not ready before the first tariff is here; ever after, ready.</summary>
internal sealed class TariffHealth(TariffHolder holder) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel) =>
        Task.FromResult(holder.View.FirstDay is null
            ? HealthCheckResult.Unhealthy("No tariff is here yet.") : HealthCheckResult.Healthy());
}
