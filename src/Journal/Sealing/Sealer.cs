using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Numbers entries without a gap and grows the tree, in one process per database: the one that holds an advisory lock
/// on a connection of its own. Others try every half second. When it stops, it seals what was committed before.
/// </summary>
internal sealed class Sealer(
    JournalDatabase database, JournalSignal signal, SealerLead lead, JournalMetrics metrics, ILogger<Sealer> log)
    : BackgroundService
{
    // Advisory locks are per database, so that one key serves all; it spells JOURNAL.
    private const string TryLockSql = "SELECT pg_try_advisory_lock(x'4A4F55524E414C'::bigint)";

    private static readonly TimeSpan LockEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastRoundMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BatchForms = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenOwnAsync(stop);
                while (!await TryLockAsync(connection, stop))
                {
                    if (await signal.WaitAsync(LockEvery, stop))
                    {
                        await Task.Delay(BatchForms, stop);
                        await ReplicaNews.TellWrittenAsync(connection, stop);
                    }
                }

                await LeadAsync(connection, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.SealerFailed(log, e);
                metrics.Alarm("sealer");
                await Task.Delay(LockEvery, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                // At a stop it was held to the end, and the publisher has its last round before it.
                lead.Held &= stop.IsCancellationRequested;
            }
        }
    }

    private async Task LeadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var session = new SealingSession(connection);
        if (!await session.LoadAsync(stop))
        {
            JournalLog.TreeDiffers(log, session.Size);
            metrics.Alarm("tree");
        }

        JournalLog.Leading(log, session.Size);
        lead.Held = true;
        lead.Sealed.Raise();
        using var late = new CancellationTokenSource();
        await using var stopping = stop.Register(() => late.CancelAfter(LastRoundMax));
        bool last;
        do
        {
            last = stop.IsCancellationRequested;
            while (await session.SealAsync(late.Token) > 0)
            {
                lead.Sealed.Raise();
            }

            await NextRoundAsync(stop);
        }
        while (!last);
    }

    private async Task NextRoundAsync(CancellationToken stop)
    {
        try
        {
            if (await signal.WaitAsync(PollEvery, stop))
            {
                await Task.Delay(BatchForms, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // It stops: the last round begins at once.
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(TryLockSql, connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
