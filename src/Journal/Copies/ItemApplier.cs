using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Applies entries inside one transaction: whole, and where that fails in halves, until the items that can't be applied
/// stand alone and are parked. Later items of their subjects go behind them, so that order per subject is kept.
/// </summary>
internal sealed class ItemApplier(ICopy copy, NpgsqlTransaction transaction, bool parkAll, ILogger log)
{
    /// <summary>Index of an item that stands for its whole entry, since it could not be split.</summary>
    public const int WholeEntry = -1;

    private const int ReasonCharactersMax = 500;
    private const string Savepoint = "items";
    private static readonly TimeSpan HandlerMax = TimeSpan.FromSeconds(10);

    private readonly List<(JournalItem Item, string Reason)> _parked = [];
    private HashSet<string> _parkedSubjects = [];

    public async Task ApplyAsync(IReadOnlyList<Entry> entries, CancellationToken cancel)
    {
        var items = entries.SelectMany(Split).ToList();
        if (items.Count == 0)
        {
            return;
        }

        _parkedSubjects = await ParkedSubjectsAsync(items, cancel);
        await ApplyRangeAsync(items, cancel);
        await StoreParkedAsync(cancel);
    }

    private async Task ApplyRangeAsync(IReadOnlyList<JournalItem> range, CancellationToken cancel)
    {
        var items = ParkBehind(range);
        if (items.Count == 0)
        {
            return;
        }

        await transaction.SaveAsync(Savepoint, cancel);
        if (await FailureAsync(items, cancel) is not { } failure)
        {
            await transaction.ReleaseAsync(Savepoint, cancel);
            return;
        }

        // Fails where the connection is gone: then nothing is parked, and the whole is tried again.
        await transaction.RollbackAsync(Savepoint, cancel);
        await transaction.ReleaseAsync(Savepoint, cancel);
        if (items.Count == 1)
        {
            Park(items[0], failure);
            return;
        }

        var half = items.Count / 2;
        await ApplyRangeAsync(items.GetRange(0, half), cancel);
        await ApplyRangeAsync(items.GetRange(half, items.Count - half), cancel);
    }

    private async Task<Exception?> FailureAsync(IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(HandlerMax);
        try
        {
            await copy.ApplyAsync(transaction, items, limit.Token);
            return null;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && (parkAll || !MayPass(e)))
        {
            return e;
        }
    }

    private static bool MayPass(Exception e) => e is NpgsqlException { IsTransient: true };

    private List<JournalItem> ParkBehind(IReadOnlyList<JournalItem> range)
    {
        var items = new List<JournalItem>(range.Count);
        foreach (var item in range)
        {
            if (_parkedSubjects.Contains(item.Subject))
            {
                JournalLog.ParkedBehind(log, copy.Producer, item.Entry.Seq, item.Index);
                _parked.Add((item, "behind"));
            }
            else if (item.Index == WholeEntry)
            {
                Park(item, null);
            }
            else
            {
                items.Add(item);
            }
        }

        return items;
    }

    private void Park(JournalItem item, Exception? cause)
    {
        JournalLog.Parked(log, cause, copy.Producer, item.Entry.Seq, item.Index, item.Entry.Kind);
        var reason = cause is null ? "unreadable" : $"{cause.GetType().Name}: {cause.Message}";
        _parked.Add((item, reason.Length > ReasonCharactersMax ? reason[..ReasonCharactersMax] : reason));
        _parkedSubjects.Add(item.Subject);
    }

    private IEnumerable<JournalItem> Split(Entry entry)
    {
        try
        {
            return [.. copy.Split(entry)];
        }
        catch (Exception)
        {
            return [new JournalItem(entry, WholeEntry, entry.Subject, new Empty())];
        }
    }

    private async Task<HashSet<string>> ParkedSubjectsAsync(List<JournalItem> items, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT subject FROM parked WHERE producer = $1 AND subject = ANY($2)",
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue(copy.Producer);
        command.Parameters.AddWithValue(items.Select(item => item.Subject).Distinct().ToArray());
        var subjects = new HashSet<string>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            subjects.Add(rows.GetString(0));
        }

        return subjects;
    }

    private async Task StoreParkedAsync(CancellationToken cancel)
    {
        if (_parked.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            INSERT INTO parked (producer, seq, item, subject, entry, reason)
            SELECT $1, * FROM unnest($2, $3, $4, $5, $6)
            """,
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue(copy.Producer);
        command.Parameters.AddWithValue(_parked.Select(p => p.Item.Entry.Seq).ToArray());
        command.Parameters.AddWithValue(_parked.Select(p => p.Item.Index).ToArray());
        command.Parameters.AddWithValue(_parked.Select(p => p.Item.Subject).ToArray());
        command.Parameters.AddWithValue(_parked.Select(p => p.Item.Entry.ToByteArray()).ToArray());
        command.Parameters.AddWithValue(_parked.Select(p => p.Reason).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }
}
