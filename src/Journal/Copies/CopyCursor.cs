using Npgsql;

namespace CrmClub.Journal;

/// <summary>How far a stored copy has come; its row is the inbox and the lock of whoever changes the copy.</summary>
internal sealed record CopyCursor(
    string Producer, string Epoch, long Seq, byte[]? Leaf, long Version, DateTimeOffset HeardAt, string? Refused,
    string TreeHead)
{
    private const string SelectSql =
        "SELECT producer, epoch, seq, leaf, version, heard_at, refused, tree_head FROM copy_cursor";

    /// <summary>All cursors of the service.</summary>
    public static async Task<List<CopyCursor>> AllAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(SelectSql);
        return await ReadAsync(command, cancel);
    }

    /// <summary>The cursor of a producer; null before the first snapshot.</summary>
    public static async Task<CopyCursor?> FindAsync(
        NpgsqlDataSource database, string producer, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"{SelectSql} WHERE producer = $1");
        command.Parameters.AddWithValue(producer);
        return (await ReadAsync(command, cancel)).SingleOrDefault();
    }

    /// <summary>The cursor, its row locked until the transaction ends.</summary>
    public static async Task<CopyCursor?> LockAsync(
        NpgsqlTransaction transaction, string producer, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"{SelectSql} WHERE producer = $1 FOR UPDATE", transaction.Connection, transaction);
        command.Parameters.AddWithValue(producer);
        return (await ReadAsync(command, cancel)).SingleOrDefault();
    }

    /// <summary>Puts the first cursor of a copy, or moves it; the copy has changed.</summary>
    public static async Task MoveAsync(
        NpgsqlTransaction transaction, string producer, string epoch, long seq, byte[]? leaf, string treeHead,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO copy_cursor AS c (producer, epoch, seq, leaf, tree_head) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (producer) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, leaf = excluded.leaf,
              version = c.version + 1, heard_at = clock_timestamp(), refused = NULL,
              tree_head = coalesce(nullif(excluded.tree_head, ''), c.tree_head)
            RETURNING {ReplicaNews.CopyChangedSql}
            """,
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue(producer);
        command.Parameters.AddWithValue(epoch);
        command.Parameters.AddWithValue(seq);
        command.Parameters.Add(
            new NpgsqlParameter
            {
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea,
                Value = (object?)leaf ?? DBNull.Value,
            });
        command.Parameters.AddWithValue(treeHead);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Notes that the copy has changed behind its cursor.</summary>
    public static async Task ChangeAsync(NpgsqlTransaction transaction, string producer, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"UPDATE copy_cursor SET version = version + 1 WHERE producer = $1 RETURNING {ReplicaNews.CopyChangedSql}",
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue(producer);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Notes that the producer was heard and had nothing new.</summary>
    public static async Task HearAsync(
        NpgsqlDataSource database, string producer, string treeHead, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE copy_cursor SET heard_at = clock_timestamp(), refused = NULL,
              tree_head = coalesce(nullif($2, ''), tree_head) WHERE producer = $1
            """);
        command.Parameters.AddWithValue(producer);
        command.Parameters.AddWithValue(treeHead);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The producer was restored, and all that is in the copy stands in its new history.</summary>
    public async Task<CopyCursor> GoOnInAsync(NpgsqlDataSource database, string epoch, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "UPDATE copy_cursor SET epoch = $3 WHERE producer = $1 AND epoch = $2 AND seq <= $4");
        command.Parameters.AddWithValue(Producer);
        command.Parameters.AddWithValue(Epoch);
        command.Parameters.AddWithValue(epoch);
        command.Parameters.AddWithValue(Seq);
        await command.ExecuteNonQueryAsync(cancel);
        return this with { Epoch = epoch };
    }

    /// <summary>Notes why nothing of the producer is applied, for every replica to say.</summary>
    public static async Task RefuseAsync(
        NpgsqlDataSource database, string producer, string why, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "UPDATE copy_cursor SET refused = $2 WHERE producer = $1 AND refused IS DISTINCT FROM $2");
        command.Parameters.AddWithValue(producer);
        command.Parameters.AddWithValue(why);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<List<CopyCursor>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var cursors = new List<CopyCursor>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            cursors.Add(new CopyCursor(
                rows.GetString(0), rows.GetString(1), rows.GetInt64(2),
                rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3),
                rows.GetInt64(4), rows.GetFieldValue<DateTimeOffset>(5), rows.IsDBNull(6) ? null : rows.GetString(6),
                rows.GetString(7)));
        }

        return cursors;
    }
}
