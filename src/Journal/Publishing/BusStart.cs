using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CrmClub.Journal;

/// <summary>
/// Starts the bus behind the service, when the broker takes connections: the bus itself would ask at once, and then
/// pause for longer than a broker takes to start.
/// </summary>
internal sealed class BusStart(IBusDepot bus, IConfiguration configuration, IOptions<MassTransitHostOptions> options)
    : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the broker was there for the first time.</summary>
    public Task Started => _started.Task;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Started.IsCompletedSuccessfully)
        {
            await bus.Stop(options.Value.StopTimeout!.Value, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var broker = JournalBus.Broker(configuration);
        using var timer = new PeriodicTimer(AskEvery);
        while (!await JournalBus.TakesConnectionsAsync(broker, stop))
        {
            await timer.WaitForNextTickAsync(stop);
        }

        _started.SetResult();
        await bus.Start(stop);
    }
}
