using CrmClub.Contracts.Declarations.V1;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Outages;

/// <summary>Reads and writes recorded outages.</summary>
internal static class OutageStore
{
    private const string NewestSql =
        "SELECT DISTINCT ON (number) document FROM outage_step ORDER BY number DESC, step DESC";

    /// <summary>Alone until the transaction ends: numbers have no gap, and one is closed once.</summary>
    public static async Task LockAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended('outage', 0))", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Each as it is now, newest first.</summary>
    public static async Task<List<Outage>> AllAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(NewestSql);
        return await ReadAsync(command, cancel);
    }

    /// <summary>The same within a transaction.</summary>
    public static async Task<List<Outage>> AllAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(NewestSql, transaction.Connection, transaction);
        return await ReadAsync(command, cancel);
    }

    /// <summary>Stores a step with the entry that announces it.</summary>
    public static async Task StoreAsync(Work work, Outage outage, IMessage announced)
    {
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, $"outage {outage.Number}", null, announced), work.Cancel);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO outage_step (number, step, entry_id, document) VALUES ($1, $2, $3, $4)",
            work.Transaction.Connection,
            work.Transaction);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = outage.Number });
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = StepOf(outage) });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entry });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = outage.ToByteArray() });
        await insert.ExecuteNonQueryAsync(work.Cancel);
    }

    public static short StepOf(Outage outage) => (short)(outage.EndedAt is null ? 1 : 2);

    private static async Task<List<Outage>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var all = new List<Outage>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(Outage.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return all;
    }
}
