using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.Journal;

/// <summary>
/// Not ready before the first snapshot of each producer is in memory; ever after, ready. Degraded, and still ready,
/// while a producer is silent, or has another past than the copy.
/// </summary>
internal sealed class CopyHealth(CopyStates states) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel)
    {
        var missing = states.Producers.Where(p => !states.Follows(p)).ToList();
        if (missing.Count > 0)
        {
            return Task.FromResult(
                new HealthCheckResult(
                    context.Registration.FailureStatus, $"No copy yet of {string.Join(", ", missing)}."));
        }

        var data = states.Producers.ToDictionary(
            p => p, p => (object)$"seq {states.Seq(p)}, heard {states.Age(p)} ago");
        var refused = states.Producers.Where(p => states.Refused(p) is not null).ToList();
        var silent = states.Producers.Except(refused).Where(states.IsSilent).ToList();
        List<string> faults =
        [
            .. refused.Select(p => $"Nothing of {p} is applied: {states.Refused(p)}"),
            .. silent.Count > 0 ? [$"Not heard: {string.Join(", ", silent)}."] : (string[])[],
        ];
        return Task.FromResult(faults.Count > 0
            ? HealthCheckResult.Degraded(string.Join(' ', faults), data: data)
            : HealthCheckResult.Healthy("All copies are there.", data));
    }
}
