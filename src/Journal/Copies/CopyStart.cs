using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>Takes the producer's snapshot where there is no copy yet; asks again until it gets one.</summary>
internal sealed class CopyStart(
    ICopy copy, ProducerJournal journal, NpgsqlDataSource database, CopyStates states, ILogger<CopyStart> log)
    : BackgroundService
{
    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        for (var delay = DelayMin; ; delay = delay * 2 < DelayMax ? delay * 2 : DelayMax)
        {
            try
            {
                await TakeAsync(stop);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.NoSnapshot(log, e, copy.Producer, delay);
                await Task.Delay(delay, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(CancellationToken cancel)
    {
        if (await CopyCursor.FindAsync(database, copy.Producer, cancel) is not null)
        {
            return;
        }

        var (head, records) = await journal.SnapshotAsync(cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // Two replicas may begin at once: there is no row yet that could be locked.
        await using (var once = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended('copy ' || $1, 0))", connection, transaction))
        {
            once.Parameters.AddWithValue(copy.Producer);
            await once.ExecuteNonQueryAsync(cancel);
        }

        if (await CopyCursor.LockAsync(transaction, copy.Producer, cancel) is not null)
        {
            return;
        }

        await copy.LoadAsync(transaction, head.Seq, records, cancel);
        await CopyCursor.MoveAsync(transaction, copy.Producer, head.Epoch, head.Seq, null, "", cancel);
        FailPoint.Reach("copy.before-snapshot");
        await transaction.CommitAsync(cancel);
        JournalLog.SnapshotTaken(log, copy.Producer, head.Seq, records.Count);
        states.Changed.Raise();
    }
}
