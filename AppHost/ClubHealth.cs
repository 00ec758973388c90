using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.AppHost;

/// <summary>How the orchestrator learns whether a resource is well: by the resource's own protocol.</summary>
internal static class ClubHealth
{
    private static readonly HttpClient Prober = new();

    /// <summary>A service is well while it says so at this address.</summary>
    public static IResourceBuilder<T> WithHealth<T>(this IResourceBuilder<T> service, string url)
        where T : IResource => service.WithAnnotation(new HealthAddress(url)).WithHealth(async cancel =>
        {
            using var answer = await Prober.GetAsync(url, cancel);
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>A resource is well while the probe does not throw.</summary>
    public static IResourceBuilder<T> WithHealth<T>(
        this IResourceBuilder<T> resource, Func<CancellationToken, Task> probe) where T : IResource
    {
        var name = resource.Resource.Name;
        resource.ApplicationBuilder.Services.AddHealthChecks().AddCheck(name, new HeldCheck(probe));
        return resource.WithHealthCheck(name);
    }

    /// <summary>
    /// Says no at once, but no a second time only after a while in which it asks on: the orchestrator looks again only
    /// after seconds, and all who wait would wait with it.
    /// </summary>
    private sealed class HeldCheck(Func<CancellationToken, Task> probe) : IHealthCheck
    {
        private static readonly TimeSpan ProbeMax = TimeSpan.FromSeconds(3);
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
        private static readonly TimeSpan HeldMax = TimeSpan.FromSeconds(20);

        private volatile bool saidNo;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel)
        {
            var until = saidNo ? DateTime.UtcNow + HeldMax : DateTime.MinValue;
            while (true)
            {
                var fault = await FaultAsync(cancel);
                saidNo = fault is not null;
                if (fault is null) return HealthCheckResult.Healthy();
                if (DateTime.UtcNow > until) return HealthCheckResult.Unhealthy(fault);
                await Task.Delay(Pause, cancel);
            }
        }

        private async Task<string?> FaultAsync(CancellationToken cancel)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(ProbeMax);
            try
            {
                await probe(limit.Token);
                return null;
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                return failure.Message;
            }
        }
    }
}
