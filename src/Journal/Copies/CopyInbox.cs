using System.Diagnostics;
using CrmClub.Contracts.Journal.V1;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Takes a producer's batches into the copy, each entry once and in order. A message is only a hint: whatever of it is
/// lost, cut off or given up is seen as a gap at the next one (a head comes each second) and read from the producer.
/// </summary>
internal sealed class CopyInbox(
    ICopy copy, ProducerJournal journal, NpgsqlDataSource database, CopyStates states, JournalMetrics metrics,
    ILogger<CopyInbox> log)
{
    /// <summary>Then the message is let go; the broker closes a channel that holds one for 600 s.</summary>
    private static readonly TimeSpan TakeMax = TimeSpan.FromSeconds(300);

    private static readonly TimeSpan AlarmEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    private DateTime _alarmedAt = DateTime.MinValue;
    private DateTime _checkedAt = DateTime.MinValue;

    private int _inWork;
    private long _heardAt = Stopwatch.GetTimestamp();

    public string Producer => copy.Producer;

    /// <summary>How long no message has come and none is in work; a long gap takes its time.</summary>
    public TimeSpan Quiet => Volatile.Read(ref _inWork) > 0
        ? TimeSpan.Zero
        : Stopwatch.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>Takes one message. Throws only for bytes that are no batch.</summary>
    public async Task ReceiveAsync(byte[] body, CancellationToken stop)
    {
        var batch = Batch.Parser.ParseFrom(body);
        if (FirstMalformed(batch) is { } seq)
        {
            JournalLog.Malformed(log, Producer, seq);
            metrics.Alarm("malformed");
            return;
        }

        Interlocked.Increment(ref _inWork);
        try
        {
            await TakeInTimeAsync(batch, stop);
        }
        finally
        {
            Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
            Interlocked.Decrement(ref _inWork);
        }
    }

    private async Task TakeInTimeAsync(Batch batch, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TakeMax);
        for (var (attempt, refusals) = (0, 0); ; attempt++)
        {
            var delay = Delays[Math.Min(attempt, Delays.Length - 1)];
            try
            {
                await TakeAsync(batch, refusals >= Delays.Length, limit.Token);
                return;
            }
            catch (Exception e) when (!limit.IsCancellationRequested)
            {
                // A database that is away says nothing about the items; one that refuses again and again does.
                refusals += e is PostgresException ? 1 : 0;
                JournalLog.NotTaken(log, e, Producer, batch.FirstSeq, batch.LastSeq, delay);
                await Task.Delay(delay, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Also where the service stops or lost the broker: thrown, it would put a sound message into _error.
                JournalLog.LeftAsGap(log, Producer, batch.FirstSeq, batch.LastSeq);
                return;
            }
        }
    }

    private async Task TakeAsync(Batch batch, bool parkAll, CancellationToken cancel)
    {
        // Without a cursor the snapshot comes first, and contains this or leaves it as a gap.
        if (await CopyCursor.FindAsync(database, Producer, cancel) is not { } cursor || !IsOf(cursor, batch))
        {
            return;
        }

        if (batch.LastSeq < cursor.Seq)
        {
            await CheckBehindAsync(cursor, cancel);
        }
        else if (batch.LastSeq == cursor.Seq)
        {
            if (batch.Entries.Count == 0 || Agrees(cursor, batch.Entries[^1]))
            {
                await CopyCursor.HearAsync(database, Producer, cancel);
            }
        }
        else
        {
            var gapEnds = batch.Entries.Count == 0 ? batch.LastSeq : batch.FirstSeq - 1;
            if (gapEnds > cursor.Seq)
            {
                await ReadGapAsync(cursor.Seq + 1, gapEnds, parkAll, cancel);
            }

            await ApplyAsync(batch, parkAll, cancel);
        }
    }

    private async Task ReadGapAsync(long first, long last, bool parkAll, CancellationToken cancel)
    {
        JournalLog.ReadingGap(log, Producer, first, last);
        metrics.Gap(Producer);
        await foreach (var batch in journal.ReadAsync(first, last, cancel))
        {
            if (FirstMalformed(batch) is { } seq)
            {
                throw new InvalidDataException($"What {Producer} answered is malformed at {seq}.");
            }

            await ApplyAsync(batch, parkAll, cancel);
        }
    }

    private async Task ApplyAsync(Batch batch, bool parkAll, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await CopyCursor.LockAsync(transaction, Producer, cancel) is not { } cursor || !IsOf(cursor, batch))
        {
            return;
        }

        var known = batch.Entries.FirstOrDefault(entry => entry.Seq == cursor.Seq);
        var fresh = batch.Entries.Where(entry => entry.Seq > cursor.Seq).ToList();
        if (fresh.Count == 0 || (known is not null && !Agrees(cursor, known)))
        {
            return;
        }

        if (fresh[0].Seq != cursor.Seq + 1)
        {
            throw new InvalidDataException($"Entry {fresh[0].Seq} of {Producer} came where {cursor.Seq + 1} was due.");
        }

        await new ItemApplier(copy, transaction, parkAll, log).ApplyAsync(fresh, cancel);
        var leaf = EntryRow.Leaf(fresh[^1]);
        await CopyCursor.MoveAsync(transaction, Producer, cursor.Epoch, fresh[^1].Seq, leaf, cancel);
        FailPoint.Reach("copy.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("copy.after-commit");
        states.Changed.Raise();
    }

    // Behind the cursor is ordinary for a message that was late or came twice, and for a producer that has sealed more
    // than it has published. What it has at the cursor's place tells whether its history is still the same.
    private async Task CheckBehindAsync(CopyCursor cursor, CancellationToken cancel)
    {
        var now = DateTime.UtcNow;
        if (now - _checkedAt < CheckEvery)
        {
            return;
        }

        _checkedAt = now;
        var there = false;
        await foreach (var batch in journal.ReadAsync(cursor.Seq, cursor.Seq, cancel))
        {
            there |= IsOf(cursor, batch) && batch.Entries.Count == 1 && Agrees(cursor, batch.Entries[0]);
        }

        if (!there && cursor.Seq > 0)
        {
            Alarm("rewritten", () => JournalLog.Rewritten(log, Producer, cursor.Seq));
        }
    }

    private bool IsOf(CopyCursor cursor, Batch batch)
    {
        if (batch.Epoch == cursor.Epoch)
        {
            return true;
        }

        Alarm("epoch", () => JournalLog.ForeignEpoch(log, Producer, batch.Epoch, cursor.Epoch));
        return false;
    }

    private bool Agrees(CopyCursor cursor, Entry known)
    {
        if (cursor.Leaf is null || cursor.Leaf.AsSpan().SequenceEqual(EntryRow.Leaf(known)))
        {
            return true;
        }

        Alarm("rewritten", () => JournalLog.Rewritten(log, Producer, known.Seq));
        return false;
    }

    private void Alarm(string cause, Action write)
    {
        metrics.Alarm(cause);
        var now = DateTime.UtcNow;
        if (now - _alarmedAt >= AlarmEvery)
        {
            _alarmedAt = now;
            write();
        }
    }

    private static long? FirstMalformed(Batch batch)
    {
        if (batch.Entries.Count == 0)
        {
            return null;
        }

        for (var i = 0; i < batch.Entries.Count; i++)
        {
            if (batch.Entries[i].Seq != batch.FirstSeq + i)
            {
                return batch.FirstSeq + i;
            }
        }

        return batch.Entries[^1].Seq == batch.LastSeq && batch.FirstSeq > 0 ? null : batch.LastSeq;
    }
}
