using CrmClub.Contracts.Journal.V1;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>What a replay did.</summary>
/// <param name="Applied">Items that are in the copy now.</param>
/// <param name="Left">Items that stay parked: those that failed again, those behind them, and what is too many.</param>
/// <param name="Failed">Items that failed again, by subject.</param>
public sealed record ReplayResult(int Applied, int Left, IReadOnlyDictionary<string, FailedItem> Failed);

/// <summary>Applies parked items in order, once what kept them from being applied is mended.</summary>
public sealed class CopyReplay
{
    private const string NextSql =
        """
        SELECT seq, item, subject, entry FROM parked
        WHERE producer = $1 AND subject <> ALL($2) ORDER BY seq, item LIMIT 1
        """;

    private const int AppliedMax = 1000;

    private readonly IReadOnlyDictionary<string, ICopy> _copies;
    private readonly NpgsqlDataSource _database;
    private readonly CopyStates _states;
    private readonly ILogger<CopyReplay> _log;

    internal CopyReplay(
        IEnumerable<ICopy> copies, NpgsqlDataSource database, CopyStates states, ILogger<CopyReplay> log)
    {
        _copies = copies.ToDictionary(c => c.Producer);
        _database = database;
        _states = states;
        _log = log;
    }

    /// <summary>The services whose state is copied.</summary>
    public IEnumerable<string> Producers => _copies.Keys;

    /// <summary>
    /// Applies what is parked of a producer, each item in a transaction of its own under the cursor's lock, so that
    /// nothing overtakes. An item that fails again keeps its subject parked.
    /// </summary>
    public async Task<ReplayResult> ReplayAsync(string producer, CancellationToken cancel)
    {
        var copy = _copies[producer];
        var failed = new Dictionary<string, FailedItem>();
        var applied = 0;
        while (applied < AppliedMax && await ReplayNextAsync(copy, failed, cancel) is { } success)
        {
            applied += success ? 1 : 0;
        }

        await using var left = _database.CreateCommand("SELECT count(*)::int FROM parked WHERE producer = $1");
        left.Parameters.AddWithValue(producer);
        return new ReplayResult(applied, (int)(await left.ExecuteScalarAsync(cancel))!, failed);
    }

    private async Task<bool?> ReplayNextAsync(
        ICopy copy, Dictionary<string, FailedItem> failed, CancellationToken cancel)
    {
        await using var connection = await _database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await CopyCursor.LockAsync(transaction, copy.Producer, cancel) is null
            || await NextAsync(transaction, copy.Producer, failed.Keys, cancel) is not { } next)
        {
            return null;
        }

        try
        {
            var items = copy.Split(next.Entry)
                .Where(item => next.Item is ItemApplier.WholeEntry || item.Index == next.Item).ToList();
            await copy.ApplyAsync(transaction, items, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            JournalLog.ReplayFailed(_log, e, copy.Producer, next.Entry.Seq, next.Item);
            failed[next.Subject] = new FailedItem
            {
                Seq = next.Entry.Seq,
                Kind = next.Entry.Kind,
                Subject = next.Subject,
                Reason = e.Message,
            };
            return false;
        }

        await RemoveAsync(transaction, copy.Producer, next, cancel);
        await CopyCursor.ChangeAsync(transaction, copy.Producer, cancel);
        await transaction.CommitAsync(cancel);
        _states.Changed.Raise();
        return true;
    }

    private static async Task<ParkedItem?> NextAsync(
        NpgsqlTransaction transaction, string producer, IEnumerable<string> failed, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(NextSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue(producer);
        command.Parameters.AddWithValue(failed.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new ParkedItem(
                row.GetInt32(1), row.GetString(2), Entry.Parser.ParseFrom(row.GetFieldValue<byte[]>(3)))
            : null;
    }

    private static async Task RemoveAsync(
        NpgsqlTransaction transaction, string producer, ParkedItem item, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "DELETE FROM parked WHERE producer = $1 AND seq = $2 AND item = $3", transaction.Connection, transaction);
        command.Parameters.AddWithValue(producer);
        command.Parameters.AddWithValue(item.Entry.Seq);
        command.Parameters.AddWithValue(item.Item);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record ParkedItem(int Item, string Subject, Entry Entry);
}
