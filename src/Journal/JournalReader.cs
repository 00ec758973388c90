using System.Runtime.CompilerServices;
using CrmClub.Contracts.Journal.V1;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>A history of a journal.</summary>
/// <param name="Epoch">Its identity.</param>
/// <param name="Stands">How many of its first entries stand still; all of the present one.</param>
public sealed record JournalHistory(string Epoch, long Stands);

/// <summary>Reads this service's own sealed entries.</summary>
public sealed class JournalReader(NpgsqlDataSource database)
{
    /// <summary>Entries in one batch at most, sealed, published or read.</summary>
    public const int BatchEntriesMax = 2_000;

    /// <summary>Bytes of one batch at most: in base64 and the broker's envelope it stays below 1 MiB.</summary>
    public const int BatchBytesMax = 700 * 1024;

    private const string PageSql =
        $"""
        SELECT seq, {EntryRow.Columns} FROM (
          SELECT s.seq, j.*, sum({EntryRow.SizeSql}) OVER (ORDER BY s.seq) AS total
          FROM (SELECT seq, entry_id FROM sealed WHERE seq BETWEEN $1 AND $2 ORDER BY seq LIMIT $3) s
          JOIN journal j ON j.id = s.entry_id) j
        WHERE total <= $4 OR seq = $1 ORDER BY seq
        """;

    // Of a history stands what stood at every restore since.
    private const string HistoriesSql =
        """
        SELECT id::text, coalesce(
          min(size) OVER (ORDER BY since DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 9223372036854775807)
        FROM epoch ORDER BY since DESC
        """;

    /// <summary>The newest sealed seq; 0 in an empty journal.</summary>
    public async Task<long> NewestSeqAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT coalesce(max(seq), 0) FROM sealed");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The journal's histories: the present one, then those that restores ended, newest first.</summary>
    public async Task<IReadOnlyList<JournalHistory>> HistoriesAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(HistoriesSql);
        var histories = new List<JournalHistory>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            histories.Add(new JournalHistory(rows.GetString(0), rows.GetInt64(1)));
        }

        return histories;
    }

    /// <summary>
    /// Consecutive entries from <paramref name="from"/> on, at most up to <paramref name="to"/>, as many as one batch
    /// may hold; none where none is sealed.
    /// </summary>
    public async Task<IReadOnlyList<Entry>> PageAsync(long from, long to, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(PageSql);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(to);
        command.Parameters.AddWithValue(BatchEntriesMax);
        command.Parameters.AddWithValue(BatchBytesMax);
        var entries = new List<Entry>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var entry = EntryRow.Read(rows, 1);
            entry.Seq = rows.GetInt64(0);
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>All sealed entries from <paramref name="from"/> to <paramref name="to"/>, in batches.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Entry>> ReadAsync(
        long from, long to, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (from <= to && await PageAsync(from, to, cancel) is { Count: > 0 } page)
        {
            yield return page;
            from = page[^1].Seq + 1;
        }
    }
}
