using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.Journal;

/// <summary>
/// Sees to it that the copies' queues are consumed, and raises an alarm for a producer that answers and is not heard.
/// </summary>
internal sealed class CopyWatch(
    IEnumerable<CopyQueue> queues,
    CopyStates states,
    IConfiguration configuration,
    JournalMetrics metrics,
    ILogger<CopyWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Task.WhenAll(queues.Select(queue => WatchAsync(queue, stop)));

    private async Task WatchAsync(CopyQueue queue, CancellationToken stop)
    {
        var broker = JournalBus.Broker(configuration);
        var askedAt = 0L;
        using var timer = new PeriodicTimer(LookEvery);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stop);
                // A start while the broker is away would hang, and end after the broker is back.
                if (queue.IsDown && await JournalBus.TakesConnectionsAsync(broker, stop))
                {
                    await queue.RestartAsync(stop);
                }

                if (states.IsSilent(queue.Producer) && queue.Inbox.Quiet > CopyStates.SilentAfter
                    && Stopwatch.GetElapsedTime(askedAt) > CopyStates.SilentAfter)
                {
                    askedAt = Stopwatch.GetTimestamp();
                    await AlarmAsync(queue, stop);
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.WatchFailed(log, e, queue.Producer);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // A producer that is away is silent by right. One that answers sends a head each second: either it has lost the
    // broker, or we have, or the bus takes a subscription for alive that is none.
    private async Task AlarmAsync(CopyQueue queue, CancellationToken stop)
    {
        if (!await queue.Journal.AnswersAsync(stop))
        {
            return;
        }

        metrics.Alarm("silent");
        JournalLog.Silent(log, queue.Producer, states.Age(queue.Producer), queue.Consumed);
        if (queue.Consumed)
        {
            await queue.RestartAsync(stop);
        }
    }
}
