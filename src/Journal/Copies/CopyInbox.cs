using System.Diagnostics;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
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
        if (await CopyCursor.FindAsync(database, Producer, cancel) is not { } cursor
            || (batch.Epoch != cursor.Epoch && (cursor = await GoneOnAsync(cursor, cancel))?.Epoch != batch.Epoch))
        {
            return;
        }

        if (batch.LastSeq < cursor.Seq)
        {
            await CheckBehindAsync(cursor, cancel);
        }
        else if (batch.LastSeq == cursor.Seq)
        {
            if (batch.Entries.Count == 0 || await AgreesAsync(cursor, batch.Entries[^1], cancel))
            {
                await CopyCursor.HearAsync(database, Producer, batch.TreeHead, cancel);
            }
        }
        else
        {
            var gapEnds = batch.Entries.Count == 0 ? batch.LastSeq : batch.FirstSeq - 1;
            if (gapEnds <= cursor.Seq || await ReadGapAsync(cursor, gapEnds, parkAll, cancel))
            {
                await ApplyAsync(batch, parkAll, cancel);
            }
        }
    }

    // From the entry on that the copy took last: were it another one now, nothing behind it may be taken.
    private async Task<bool> ReadGapAsync(CopyCursor cursor, long last, bool parkAll, CancellationToken cancel)
    {
        JournalLog.ReadingGap(log, Producer, cursor.Seq + 1, last);
        metrics.Gap(Producer);
        await foreach (var batch in journal.ReadAsync(Math.Max(cursor.Seq, 1), last, cancel))
        {
            if (FirstMalformed(batch) is { } seq)
            {
                throw new InvalidDataException($"What {Producer} answered is malformed at {seq}.");
            }

            if (!await ApplyAsync(batch, parkAll, cancel))
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>False where nothing may be applied any more.</returns>
    private async Task<bool> ApplyAsync(Batch batch, bool parkAll, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await CopyCursor.LockAsync(transaction, Producer, cancel) is not { } cursor || batch.Epoch != cursor.Epoch)
        {
            return false;
        }

        var known = batch.Entries.FirstOrDefault(entry => entry.Seq == cursor.Seq);
        var fresh = batch.Entries.Where(entry => entry.Seq > cursor.Seq).ToList();
        if (known is not null && !Agrees(cursor, known))
        {
            await transaction.RollbackAsync(cancel);
            return await AgreesAsync(cursor, known, cancel);
        }

        if (fresh.Count == 0)
        {
            return true;
        }

        if (fresh[0].Seq != cursor.Seq + 1)
        {
            throw new InvalidDataException($"Entry {fresh[0].Seq} of {Producer} came where {cursor.Seq + 1} was due.");
        }

        await new ItemApplier(copy, transaction, parkAll, log).ApplyAsync(fresh, cancel);
        var leaf = EntryRow.Leaf(fresh[^1]);
        await CopyCursor.MoveAsync(
            transaction, Producer, cursor.Epoch, fresh[^1].Seq, leaf, batch.TreeHead, cancel);
        FailPoint.Reach("copy.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("copy.after-commit");
        states.Changed.Raise();
        return true;
    }

    // Behind the cursor is ordinary for a message that was late or came twice, and for a producer that has sealed more
    // than it has published. What it has at the cursor's place tells whether its history is still the same.
    private async Task CheckBehindAsync(CopyCursor cursor, CancellationToken cancel)
    {
        if (cursor.Seq > 0 && MayCheck() && !HasSame(await ReadAtAsync(cursor, cancel), cursor))
        {
            await RefuseRewrittenAsync(cursor.Seq, cancel);
        }
    }

    /// <summary>
    /// The cursor in the producer's present history, where the producer was restored and lost nothing that is copied.
    /// Null where it did: then nothing is applied, so that entries that came in the lost ones' places are not taken for
    /// what follows them.
    /// </summary>
    private async Task<CopyCursor?> GoneOnAsync(CopyCursor cursor, CancellationToken cancel)
    {
        if (!MayCheck() || await ReadAtAsync(cursor, cancel) is not { } now || now.Epoch == cursor.Epoch)
        {
            return null;
        }

        var stands = now.Former.FirstOrDefault(one => one.Epoch == cursor.Epoch)?.Size ?? 0;
        if (stands < cursor.Seq)
        {
            var why = $"it was restored to its entry {stands}, and {cursor.Seq} are copied.";
            await RefuseAsync("epoch", why, cancel);
            return null;
        }

        if (cursor.Seq > 0 && !HasSame(now, cursor))
        {
            await RefuseRewrittenAsync(cursor.Seq, cancel);
            return null;
        }

        if (TreeHeads.Unproven(cursor.TreeHead) is { } kept && kept.Epoch == cursor.Epoch && kept.Size > stands)
        {
            JournalLog.LostEnd(log, Producer, kept.Size, stands);
        }

        JournalLog.GoesOn(log, Producer, cursor.Seq, now.Epoch);
        return await cursor.GoOnInAsync(database, now.Epoch, cancel);
    }

    private bool MayCheck()
    {
        var now = DateTime.UtcNow;
        if (now - _checkedAt < CheckEvery)
        {
            return false;
        }

        _checkedAt = now;
        return true;
    }

    /// <summary>What the producer has at the cursor's place, or where it stands.</summary>
    private async Task<Batch> ReadAtAsync(CopyCursor cursor, CancellationToken cancel)
    {
        var seq = Math.Max(cursor.Seq, 1);
        await foreach (var batch in journal.ReadAsync(seq, seq, cancel))
        {
            return batch;
        }

        throw new InvalidDataException($"{Producer} answered nothing.");
    }

    private static bool HasSame(Batch answer, CopyCursor cursor) =>
        answer.Entries.Count == 1 && Agrees(cursor, answer.Entries[0]);

    private static bool Agrees(CopyCursor cursor, Entry known) =>
        cursor.Leaf is null || cursor.Leaf.AsSpan().SequenceEqual(EntryRow.Leaf(known));

    private async Task<bool> AgreesAsync(CopyCursor cursor, Entry known, CancellationToken cancel)
    {
        if (Agrees(cursor, known))
        {
            return true;
        }

        await RefuseRewrittenAsync(known.Seq, cancel);
        return false;
    }

    private Task RefuseRewrittenAsync(long seq, CancellationToken cancel) => RefuseAsync(
        "rewritten", $"it has no entry {seq}, or another than was copied: it was restored or rewritten.", cancel);

    private async Task RefuseAsync(string cause, string why, CancellationToken cancel)
    {
        metrics.Alarm(cause);
        var now = DateTime.UtcNow;
        if (now - _alarmedAt >= AlarmEvery)
        {
            _alarmedAt = now;
            JournalLog.Refused(log, Producer, why);
        }

        await CopyCursor.RefuseAsync(database, Producer, why, cancel);
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
