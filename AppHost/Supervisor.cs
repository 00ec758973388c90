using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.AppHost;

/// <summary>Marks what the <see cref="Supervisor"/> starts again.</summary>
public sealed record Supervised : IResourceAnnotation;

/// <summary>Starts again what died without being told to stop: the orchestrator leaves it dead.</summary>
public sealed class Supervisor(ResourceNotificationService states, IHostApplicationLifetime life,
    ResourceCommandService commands, TimeProvider time, ILogger<Supervisor> log) : StateWatcher(states, life, log)
{
    private const int StartsPerMinuteMax = 5;
    private readonly Dictionary<string, string> last = [];
    private readonly Dictionary<string, Queue<DateTimeOffset>> starts = [];

    protected override void See(ResourceEvent change, CancellationToken stop)
    {
        var (id, before) = (change.ResourceId, last.GetValueOrDefault(change.ResourceId, ""));
        var now = last[id] = change.Snapshot.State?.Text ?? "";
        var died = KnownResourceStates.TerminalStates.Contains(now) && before != now
            && before != KnownResourceStates.Stopping && change.Resource.HasAnnotationOfType<Supervised>();
        if (!died) return;
        var again = MayStart(starts.TryGetValue(id, out var known) ? known : starts[id] = new(), time.GetUtcNow());
        log.LogWarning("{Resource} died: {Outcome}", change.Resource.Name, again ? "started again" : "left down");
        if (again) _ = commands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, stop);
    }

    private static bool MayStart(Queue<DateTimeOffset> recent, DateTimeOffset now)
    {
        while (recent.TryPeek(out var first) && now - first > TimeSpan.FromMinutes(1)) recent.Dequeue();
        if (recent.Count >= StartsPerMinuteMax) return false;
        recent.Enqueue(now);
        return true;
    }
}
