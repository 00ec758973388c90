using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.AppHost;

/// <summary>Sees every change of every resource, from before the first one starts until the club stops.</summary>
public abstract class StateWatcher(ResourceNotificationService states, IHostApplicationLifetime life, ILogger log)
    : IDistributedApplicationEventingSubscriber
{
    // Not a BackgroundService: those begin after the first waits are over, and miss what died before.
    public Task SubscribeAsync(
        IDistributedApplicationEventing events,
        DistributedApplicationExecutionContext context,
        CancellationToken cancel)
    {
        events.Subscribe<BeforeStartEvent>((start, startCancel) =>
        {
            Begin(start.Model);
            _ = WatchAsync(life.ApplicationStopping);
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    protected virtual void Begin(DistributedApplicationModel model)
    {
    }

    protected abstract void See(ResourceEvent change, CancellationToken stop);

    protected virtual void End()
    {
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var change in states.WatchAsync(stop)) See(change, stop);
        }
        catch (OperationCanceledException)
        {
            End();
        }
        catch (Exception fault)
        {
            log.LogCritical(fault, "Nobody watches the club's resources any more");
        }
    }
}
