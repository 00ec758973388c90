using System.Data;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Recomputes the tree from the stored entries in one snapshot of the database, and names the rows that do not agree.
/// </summary>
internal sealed class Audit(NpgsqlConnection connection, IEnumerable<IRowAudit> rowAudits)
{
    private const int PageEntries = 5_000;
    private const int FaultsMax = 100;

    private const string PageSql =
        $"""
        SELECT s.seq, s.entry_id, s.leaf, {EntryRow.Columns} FROM sealed s LEFT JOIN journal j ON j.id = s.entry_id
        WHERE s.seq > $1 ORDER BY s.seq LIMIT $2
        """;

    private const string StraySql =
        """
        SELECT 'journal', 'id=' || j.id, 'The entry is neither sealed nor waiting to be: the club did not write it.'
        FROM journal j WHERE NOT EXISTS (SELECT FROM sealed s WHERE s.entry_id = j.id)
          AND NOT EXISTS (SELECT FROM unsealed u WHERE u.entry_id = j.id)
        UNION ALL
        SELECT 'unsealed', 'entry_id=' || u.entry_id, 'The entry is gone from the journal.'
        FROM unsealed u WHERE NOT EXISTS (SELECT FROM journal j WHERE j.id = u.entry_id)
        UNION ALL
        SELECT 'unsealed', 'entry_id=' || u.entry_id, 'The entry waits to be sealed and is sealed already.'
        FROM unsealed u WHERE EXISTS (SELECT FROM sealed s WHERE s.entry_id = u.entry_id)
        LIMIT $1
        """;

    // Stands for a leaf that is gone, so that those after it keep their places.
    private static readonly byte[] Unknown = new byte[32];

    private readonly List<AuditFault> _faults = [];
    private readonly List<(long Seq, long EntryId)> _differ = [];
    private TreeAudit? _tree;
    private long _seq;
    private long _rows;

    /// <summary>Runs the audit; <paramref name="progress"/> hears the number of entries checked so far.</summary>
    public async Task<VerifyAuditResult> RunAsync(Func<long, Task> progress, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using (var limits = new NpgsqlCommand(
            "SET LOCAL statement_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = '60s'", connection))
        {
            await limits.ExecuteNonQueryAsync(cancel);
        }

        _tree = await TreeAudit.BeginAsync(connection, cancel);
        while (await CheckPageAsync(cancel))
        {
            await progress(_seq);
        }

        _faults.AddRange(_tree.Faults(_differ));
        await CheckStrayAsync(cancel);
        await CheckRowsAsync(cancel);
        return new VerifyAuditResult
        {
            EntriesChecked = _tree.Size,
            RowsChecked = _rows,
            Root = ByteString.CopyFrom(_tree.Root()),
            Faults = { _faults.Take(FaultsMax) },
        };
    }

    private async Task<bool> CheckPageAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(PageSql, connection);
        command.Parameters.AddWithValue(_seq);
        command.Parameters.AddWithValue(PageEntries);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var any = false;
        while (await rows.ReadAsync(cancel))
        {
            any = true;
            Check(rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2),
                rows.IsDBNull(3) ? null : EntryRow.Leaf(EntryRow.Read(rows, 3)));
        }

        return any;
    }

    private void Check(long seq, long entryId, byte[] stored, byte[]? recomputed)
    {
        for (var missing = _seq + 1; missing < seq && _faults.Count < FaultsMax; missing++)
        {
            Add("sealed", $"seq={missing}", "It is gone: the sequence has a gap here.");
            _tree!.Append(Unknown, Unknown);
        }

        if (recomputed is null)
        {
            Add("journal", $"id={entryId}", $"The entry, sealed as {seq}, is gone.");
        }
        else if (!stored.AsSpan().SequenceEqual(recomputed))
        {
            _differ.Add((seq, entryId));
        }

        _seq = seq;
        _tree!.Append(stored, recomputed ?? stored);
    }

    private async Task CheckStrayAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(StraySql, connection);
        command.Parameters.AddWithValue(FaultsMax);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            Add(rows.GetString(0), rows.GetString(1), rows.GetString(2));
        }
    }

    private async Task CheckRowsAsync(CancellationToken cancel)
    {
        foreach (var audit in rowAudits)
        {
            await foreach (var fault in audit.CheckAsync(connection, cancel))
            {
                _rows++;
                if (fault is not null && _faults.Count < FaultsMax)
                {
                    _faults.Add(fault);
                }
            }
        }
    }

    private void Add(string table, string key, string fault)
    {
        if (_faults.Count < FaultsMax)
        {
            _faults.Add(new AuditFault { Table = table, Key = key, Fault = fault });
        }
    }
}
