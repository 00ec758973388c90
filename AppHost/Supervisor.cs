using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.AppHost;

/// <summary>Marks what the <see cref="Supervisor"/> starts again.</summary>
public sealed record Supervised : IResourceAnnotation;

/// <summary>Starts again what died without being told to stop: the orchestrator leaves it dead.</summary>
public sealed class Supervisor(ResourceNotificationService states, IHostApplicationLifetime life,
    ResourceCommandService commands, TimeProvider time, ILogger<Supervisor> log) : StateWatcher(states, life, log)
{
    private const int StartsPerMinuteMax = 10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> last = [];
    private readonly Dictionary<string, Queue<DateTimeOffset>> starts = [];

    protected override void See(ResourceEvent change, CancellationToken stop)
    {
        var (id, before) = (change.ResourceId, last.GetValueOrDefault(change.ResourceId, ""));
        var now = last[id] = change.Snapshot.State?.Text ?? "";
        var died = KnownResourceStates.TerminalStates.Contains(now) && before != now
            && before != KnownResourceStates.Stopping && change.Resource.HasAnnotationOfType<Supervised>();
        if (!died) return;
        var wait = WaitBefore(starts.TryGetValue(id, out var known) ? known : starts[id] = new(), time.GetUtcNow());
        log.LogWarning("{Resource} died and is started again in {Wait}.", change.Resource.Name, wait);
        _ = StartAsync(id, wait, stop);
    }

    private async Task StartAsync(string id, TimeSpan wait, CancellationToken stop)
    {
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stop);
        await commands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, stop);
    }

    /// <summary>What dies again and again is not started more often than that: starting costs others' time.</summary>
    private static TimeSpan WaitBefore(Queue<DateTimeOffset> starts, DateTimeOffset now)
    {
        while (starts.TryPeek(out var first) && now - first > Minute) starts.Dequeue();
        var wait = starts.Count < StartsPerMinuteMax
            ? TimeSpan.Zero
            : starts.ElementAt(starts.Count - StartsPerMinuteMax) + Minute - now;
        starts.Enqueue(now + wait);
        return wait;
    }
}
