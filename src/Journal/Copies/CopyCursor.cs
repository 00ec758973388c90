using Npgsql;

namespace CrmClub.Journal;

/// <summary>How far a stored copy has come; its row is the inbox and the lock of whoever changes the copy.</summary>
internal sealed record CopyCursor(
    string Producer, string Epoch, long Seq, byte[]? Leaf, long Version, DateTimeOffset HeardAt)
{
    private const string SelectSql = "SELECT producer, epoch, seq, leaf, version, heard_at FROM copy_cursor";

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
        NpgsqlTransaction transaction, string producer, string epoch, long seq, byte[]? leaf, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO copy_cursor AS c (producer, epoch, seq, leaf) VALUES ($1, $2, $3, $4)
            ON CONFLICT (producer) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, leaf = excluded.leaf,
              version = c.version + 1, heard_at = clock_timestamp()
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
    public static async Task HearAsync(NpgsqlDataSource database, string producer, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "UPDATE copy_cursor SET heard_at = clock_timestamp() WHERE producer = $1");
        command.Parameters.AddWithValue(producer);
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
                rows.GetInt64(4), rows.GetFieldValue<DateTimeOffset>(5)));
        }

        return cursors;
    }
}
