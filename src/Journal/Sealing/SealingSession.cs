using CrmClub.Contracts.Journal.V1;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// The sealer's work on the connection that holds its lock: whoever lost the lock lost the connection, so that two
/// can't seal at once.
/// </summary>
internal sealed class SealingSession(NpgsqlConnection connection)
{
    // By an array: a join is planned as a scan of the whole journal while the planner knows no statistics of it.
    private const string WaitingSql =
        $"""
        SELECT {EntryRow.Columns} FROM (
          SELECT j.*, sum({EntryRow.SizeSql}) OVER (ORDER BY j.id) AS total, row_number() OVER (ORDER BY j.id) AS place
          FROM journal j WHERE j.id = ANY (ARRAY (SELECT entry_id FROM unsealed ORDER BY entry_id LIMIT $1))) j
        WHERE total <= $2 OR place = 1 ORDER BY id
        """;

    private readonly MerkleTree _tree = new();

    /// <summary>Number of sealed entries.</summary>
    public long Size => _tree.Size;

    /// <summary>Rebuilds the tree from what is stored.</summary>
    /// <returns>Whether its root is that of the newest stored head.</returns>
    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        foreach (var hash in await HashesAsync(
            new NpgsqlCommand("SELECT hash FROM tree_node ORDER BY number", connection), cancel))
        {
            _tree.AppendNode(hash);
        }

        var rest = new NpgsqlCommand("SELECT leaf FROM sealed WHERE seq > $1 ORDER BY seq", connection);
        rest.Parameters.AddWithValue(Size);
        foreach (var leaf in await HashesAsync(rest, cancel))
        {
            _tree.Append(leaf);
        }

        var newest = await HashesAsync(
            new NpgsqlCommand("SELECT root FROM tree_head ORDER BY size DESC LIMIT 1", connection), cancel);
        return newest.Count == 0 ? Size == 0 : newest[0].AsSpan().SequenceEqual(_tree.Root());
    }

    /// <summary>Seals what waits, up to one batch, in one transaction.</summary>
    /// <returns>How many entries were sealed.</returns>
    public async Task<int> SealAsync(CancellationToken cancel)
    {
        var waiting = await WaitingAsync(cancel);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var ids = new long[waiting.Count];
        var seqs = new long[waiting.Count];
        var leaves = new byte[waiting.Count][];
        var nodes = new List<(long Number, byte[] Hash)>();
        for (var i = 0; i < waiting.Count; i++)
        {
            ids[i] = waiting[i].Id;
            leaves[i] = EntryRow.Leaf(waiting[i]);
            if (_tree.Append(leaves[i]) is { } node)
            {
                nodes.Add(((_tree.Size / MerkleTree.NodeLeaves) - 1, node));
            }

            seqs[i] = _tree.Size;
        }

        FailPoint.Reach("journal.before-seal");
        await StoreAsync(seqs, ids, leaves, nodes, cancel);
        FailPoint.Reach("journal.after-seal");
        return waiting.Count;
    }

    // A batch without an explicit transaction is one: all of it commits or none.
    private async Task StoreAsync(
        long[] seqs, long[] ids, byte[][] leaves, List<(long Number, byte[] Hash)> nodes, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "DELETE FROM unsealed WHERE entry_id = ANY($1)", ids);
        Add(batch, "INSERT INTO sealed (seq, entry_id, leaf) SELECT * FROM unnest($1, $2, $3)", seqs, ids, leaves);
        if (nodes.Count > 0)
        {
            Add(batch, "INSERT INTO tree_node (number, hash) SELECT * FROM unnest($1, $2)",
                nodes.Select(n => n.Number).ToArray(), nodes.Select(n => n.Hash).ToArray());
        }

        Add(batch, "INSERT INTO tree_head (size, root) VALUES ($1, $2)", _tree.Size, _tree.Root());
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    // By id, so that the earlier of two entries of one subject is never left behind: its id was drawn under the
    // subject's lock and it committed before the later one was written.
    private async Task<List<Entry>> WaitingAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(WaitingSql, connection);
        command.Parameters.AddWithValue(JournalReader.BatchEntriesMax);
        command.Parameters.AddWithValue(JournalReader.BatchBytesMax);
        var entries = new List<Entry>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            entries.Add(EntryRow.Read(rows, 0));
        }

        return entries;
    }

    private static async Task<List<byte[]>> HashesAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var own = command;
        var hashes = new List<byte[]>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            hashes.Add(rows.GetFieldValue<byte[]>(0));
        }

        return hashes;
    }
}
