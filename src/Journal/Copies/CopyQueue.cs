using MassTransit;

namespace CrmClub.Journal;

/// <summary>The queue of one copy, as the bus consumes it, and its restart.</summary>
internal sealed class CopyQueue(CopyInbox inbox, ProducerJournal journal, TimeProvider time) : IReceiveEndpointObserver
{
    /// <summary>The bus's own pause after its first failure is longer.</summary>
    private static readonly TimeSpan DownMax = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Connecting, declaring and subscribing. Each ends by a limit of its own; a start that began while the broker died
    /// may still hang.
    /// </summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(12);

    /// <summary>Of a message in work.</summary>
    private static readonly TimeSpan WorkStopMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan IdleStopMax = TimeSpan.FromSeconds(2);

    private volatile Standing? _standing;

    private enum Stage
    {
        Starting,
        Consumed,
        Down,
    }

    public string Producer => inbox.Producer;

    public CopyInbox Inbox => inbox;

    public ProducerJournal Journal => journal;

    public bool Consumed => _standing is { Stage: Stage.Consumed };

    /// <summary>
    /// Whether it should be started anew. The bus's pauses between its attempts grow with each failure up to 38 s, and
    /// no success shortens them again; after some failures it does not try again at all.
    /// </summary>
    public bool IsDown => _standing is { Stage: not Stage.Consumed } standing
        && time.GetElapsedTime(standing.Since) > (standing.Stage == Stage.Down ? DownMax : StartMax);

    /// <summary>Lets the bus subscribe at once, without pauses that it has learned.</summary>
    public async Task RestartAsync(CancellationToken cancel)
    {
        if (_standing is not { } standing)
        {
            return;
        }

        var stopMax = standing.Stage == Stage.Consumed ? WorkStopMax : IdleStopMax;
        try
        {
            await standing.Endpoint.Stop(cancel).WaitAsync(stopMax, time, cancel);
        }
        catch (TimeoutException)
        {
            // What hangs is left behind: once told to stop it does not hold up a second stop.
            await standing.Endpoint.Stop(cancel).WaitAsync(stopMax, time, cancel);
        }

        _ = Stands(standing.Endpoint, Stage.Starting);
        standing.Endpoint.Start(CancellationToken.None);
    }

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready) => Stands(ready.ReceiveEndpoint, Stage.Consumed);

    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) =>
        Stands(completed.ReceiveEndpoint, Stage.Down);

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) =>
        Stands(faulted.ReceiveEndpoint, Stage.Down);

    private Task Stands(IReceiveEndpoint endpoint, Stage stage)
    {
        _standing = new Standing(endpoint, stage, time.GetTimestamp());
        return Task.CompletedTask;
    }

    private sealed record Standing(IReceiveEndpoint Endpoint, Stage Stage, long Since);
}
