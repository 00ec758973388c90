using System.Collections.Concurrent;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.AppHost;

/// <summary>Marks what the <see cref="Supervisor"/> starts again.</summary>
public sealed record Supervised : IResourceAnnotation;

/// <summary>Starts again what died without being told to stop: the orchestrator leaves it dead.</summary>
public sealed class Supervisor(ResourceNotificationService states, ResourceCommandService commands,
    IHostApplicationLifetime life, TimeProvider time, ILogger<Supervisor> log) : IDistributedApplicationEventingSubscriber
{
    private const int StartsPerMinuteMax = 5;
    private readonly Dictionary<string, string> last = [];
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> starts = new();

    // Not a BackgroundService: those begin after the first waits, and miss what died before.
    public Task SubscribeAsync(
        IDistributedApplicationEventing events, DistributedApplicationExecutionContext context, CancellationToken cancel)
    {
        events.Subscribe<BeforeStartEvent>((_, _) => { _ = WatchAsync(life.ApplicationStopping); return Task.CompletedTask; });
        return Task.CompletedTask;
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        await foreach (var change in states.WatchAsync(stop))
        {
            var (id, now) = (change.ResourceId, change.Snapshot.State?.Text ?? "");
            var before = last.GetValueOrDefault(id, "");
            last[id] = now;
            var died = KnownResourceStates.TerminalStates.Contains(now) && before != now
                && before != KnownResourceStates.Stopping && change.Resource.HasAnnotationOfType<Supervised>();
            if (!died) continue;
            if (MayStart(starts.GetOrAdd(id, _ => new()), time.GetUtcNow()))
            {
                log.LogWarning("{Resource} died ({Before} → {Now}): starting it again", change.Resource.Name, before, now);
                _ = commands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, stop);
            }
            else log.LogError("{Resource} died too often in a minute: left down", change.Resource.Name);
        }
    }

    private static bool MayStart(Queue<DateTimeOffset> recent, DateTimeOffset now)
    {
        while (recent.TryPeek(out var first) && now - first > TimeSpan.FromMinutes(1)) recent.Dequeue();
        if (recent.Count >= StartsPerMinuteMax) return false;
        recent.Enqueue(now);
        return true;
    }
}
