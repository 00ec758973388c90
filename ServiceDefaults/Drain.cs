using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// A host that is told to stop is not ready from that moment on, and serves for <c>Club:DrainTime</c> still, so that
/// whoever sends it calls by its health has seen it before its door closes. Calls in work are then finished; streams
/// end at once, and are gone on with elsewhere.
/// </summary>
/// <param name="life">Tells that the host stops.</param>
/// <param name="settings">
/// <c>Club:DrainTime</c>, at most <see cref="Max"/>: more than what looks at the health takes to look again. None if
/// not given: nobody looks on a developer's machine.
/// </param>
internal sealed class Drain(IHostApplicationLifetime life, IConfiguration settings)
    : IHostedLifecycleService, IHealthCheck
{
    /// <summary>The rest of <see cref="HostDefaults.ShutdownMax"/> is for calls in work.</summary>
    internal static readonly TimeSpan Max = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _time = settings.GetValue("Club:DrainTime", TimeSpan.Zero) is var given
        && given >= TimeSpan.Zero && given <= Max
            ? given
            : throw new InvalidOperationException($"Club:DrainTime is from 0 to {Max}.");

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel) =>
        Task.FromResult(life.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("It stops.")
            : HealthCheckResult.Healthy());

    public Task StoppingAsync(CancellationToken cancel) => Task.Delay(_time, cancel);

    public Task StartingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;
}
