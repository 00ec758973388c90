using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Journal;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CrmClub.Declarations.Watching;

/// <summary>What one entry tells one administration, or all where none is named.</summary>
internal sealed record WatchItem(long Seq, int Place, string? Administration, WatchDeclarationsResponse Message);

/// <summary>Consecutive entries of the journal, as watches see them.</summary>
internal sealed record WatchPage(long LastSeq, IReadOnlyList<WatchItem> Items);

/// <summary>
/// The journal as watches see it. Watches that have seen all are at the same place: a page is read and understood once
/// for all of them, and one look serves all that wait.
/// </summary>
internal sealed class WatchPages(
    JournalReader journal, NpgsqlDataSource database, TimeProvider time, IOptions<WatchLimits> limits)
{
    private const int KeptMax = 16;
    private static readonly TimeSpan ReadTimeMax = TimeSpan.FromSeconds(5);

    private readonly Lock _changing = new();
    private readonly Dictionary<long, Task<WatchPage?>> _kept = [];
    private readonly Queue<long> _order = [];
    private Task<long> _newest = Task.FromResult(0L);
    private long _lookedAt;

    public Task<IReadOnlyList<JournalHistory>> HistoriesAsync(CancellationToken cancel) =>
        journal.HistoriesAsync(cancel);

    public Task<long> NewestSeqAsync(CancellationToken cancel) => journal.NewestSeqAsync(cancel);

    /// <summary>The page that begins at that entry; null where there is none yet.</summary>
    public async Task<WatchPage?> FromAsync(string history, long seq, CancellationToken cancel)
    {
        if (await Look().WaitAsync(cancel) < seq)
            return null;
        return await Page(history, seq).WaitAsync(cancel);
    }

    private Task<long> Look()
    {
        lock (_changing)
        {
            if (!_newest.IsCompleted || (_newest.IsCompletedSuccessfully && _lookedAt != 0
                && time.GetElapsedTime(_lookedAt) < limits.Value.LookEvery))
                return _newest;
            _lookedAt = time.GetTimestamp();
            return _newest = LimitedAsync(journal.NewestSeqAsync);
        }
    }

    private Task<WatchPage?> Page(string history, long seq)
    {
        lock (_changing)
        {
            if (_kept.TryGetValue(seq, out var known) && !known.IsFaulted && !known.IsCanceled)
                return known;
            if (!_kept.ContainsKey(seq))
                _order.Enqueue(seq);
            while (_order.Count > KeptMax)
                _kept.Remove(_order.Dequeue());
            return _kept[seq] = LimitedAsync(cancel => ReadAsync(history, seq, cancel));
        }
    }

    // Not by the token of the one that asks: others wait for the same.
    private static async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using var limit = new CancellationTokenSource(ReadTimeMax);
        return await work(limit.Token);
    }

    private async Task<WatchPage?> ReadAsync(string history, long seq, CancellationToken cancel)
    {
        var entries = await journal.PageAsync(seq, long.MaxValue, cancel);
        if (entries.Count == 0)
            return null;
        var items = new List<WatchItem>();
        foreach (var entry in entries)
            items.AddRange(await ItemsAsync(history, entry, cancel));
        return new WatchPage(entries[^1].Seq, items);
    }

    private async Task<IEnumerable<WatchItem>> ItemsAsync(string history, Entry entry, CancellationToken cancel)
    {
        if (entry.Kind == DeclarationsDecided.Descriptor.FullName)
            return DeclarationsDecided.Parser.ParseFrom(entry.Body).Declarations.Select((one, place) =>
                Item(place, one.Administration, new() { Declaration = one }));
        if (entry.Kind == DeclarationReported.Descriptor.FullName
            && DeclarationReported.Parser.ParseFrom(entry.Body).Report is { } report)
            return [Item(0, report.Administration, new() { Report = report })];
        if (entry.Kind == AdjustmentsReported.Descriptor.FullName)
            return AdjustmentsReported.Parser.ParseFrom(entry.Body).Reports.Select((one, place) =>
                Item(place, one.Administration, new() { AdjustmentReport = one }));
        if (entry.Kind == OutageOpened.Descriptor.FullName)
            return [Item(0, null, new() { Outage = OutageOpened.Parser.ParseFrom(entry.Body).Outage })];
        if (entry.Kind == OutageClosed.Descriptor.FullName)
            return [Item(0, null, new() { Outage = OutageClosed.Parser.ParseFrom(entry.Body).Outage })];
        if (entry.Kind == NoticeTaken.Descriptor.FullName)
            return [Item(0, null, new() { Notice = NoticeTaken.Parser.ParseFrom(entry.Body).Notice })];
        if (entry.Kind != AdjustmentsProposed.Descriptor.FullName)
            return [];
        var adjustments = AdjustmentsProposed.Parser.ParseFrom(entry.Body).Adjustments;
        var administrations = await AdministrationsAsync(adjustments.Select(one => one.Mrn), cancel);
        return adjustments.Select((one, place) => Item(place, administrations[one.Mrn], new() { Adjustment = one }));

        WatchItem Item(int place, string? administration, WatchDeclarationsResponse message)
        {
            message.Cursor = new WatchCursor(history, entry.Seq, place + 1).ToString();
            return new WatchItem(entry.Seq, place, administration, message);
        }
    }

    private async Task<Dictionary<string, string>> AdministrationsAsync(
        IEnumerable<string> mrns, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "SELECT mrn, administration FROM declaration WHERE mrn = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. mrns] });
        var found = new Dictionary<string, string>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found[rows.GetString(0)] = rows.GetString(1);
        return found;
    }
}
