using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Quotas;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Quotas;

/// <summary>The ledger of quotas.</summary>
internal static class QuotaRows
{
    /// <summary>A drawing as it stands.</summary>
    public sealed record Drawing(
        string Id, string OrderNumber, DateOnly AcceptanceDay, DateOnly CountsAs, decimal Requested,
        decimal? Allocated);

    /// <summary>
    /// Quotas of which something waits, and the newest legal day that has ended; one process at a time.
    /// </summary>
    public static async Task<(List<string> Orders, DateOnly? Closed)> WaitingAsync(
        NpgsqlTransaction transaction, long lockKey, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands =
            {
                // A statement of its own: the next ones see what whoever had the lock before has left.
                With("SELECT pg_advisory_xact_lock($1)", lockKey),
                new("SELECT max(day) FROM day_closed"),
                new("SELECT DISTINCT order_number FROM quota_drawing WHERE allocated IS NULL OR allocated > requested"),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        DateOnly? closed = rows.IsDBNull(0) ? null : rows.GetFieldValue<DateOnly>(0);
        await rows.NextResultAsync(cancel);
        var orders = new List<string>();
        while (await rows.ReadAsync(cancel))
            orders.Add(rows.GetString(0));
        return (orders, closed);
    }

    /// <summary>What waits of the quotas, what gives back, and, where some does, what has an unserved rest.</summary>
    public static async Task<List<Drawing>> DrawingsAsync(
        NpgsqlTransaction transaction, string[] orders, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT id, order_number, acceptance_day, counts_as, requested, allocated FROM quota_drawing
            WHERE order_number = ANY ($1) AND (allocated IS NULL OR allocated > requested)
            UNION ALL
            SELECT id, order_number, acceptance_day, counts_as, requested, allocated FROM quota_drawing d
            WHERE order_number = ANY ($1) AND allocated < requested AND EXISTS (
              SELECT FROM quota_drawing o WHERE o.order_number = d.order_number AND o.allocated > o.requested)
            ORDER BY counts_as, id
            """,
            transaction.Connection,
            transaction);
        select.Parameters.Add(new() { Value = orders });
        var drawings = new List<Drawing>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            drawings.Add(new Drawing(
                rows.GetString(0), rows.GetString(1), rows.GetFieldValue<DateOnly>(2),
                rows.GetFieldValue<DateOnly>(3), rows.GetDecimal(4), rows.IsDBNull(5) ? null : rows.GetDecimal(5)));
        return drawings;
    }

    /// <summary>What drawings have from now on.</summary>
    public static async Task GiveAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<QuotaWish> wishes, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(With(
            """
            UPDATE quota_drawing d SET allocated = given.allocated
            FROM unnest($1, $2) AS given (id, allocated) WHERE d.id = given.id
            """,
            wishes.Select(wish => wish.Id).ToArray(), wishes.Select(wish => wish.Allocated ?? 0).ToArray()));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, QuotaAllocated happened, decimal balance, CancellationToken cancel)
    {
        var account = happened.Account;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(With(
            """
            INSERT INTO quota_account (order_number, open_from, number, entry_id, allocated_on, balance, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            account.OrderNumber, Wire.ParseDay(account.OpenFrom), account.Number, entry,
            Wire.ParseDay(account.AllocatedOn), balance, happened.ToByteArray()));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Where the periods of quotas stand; none where nothing was drawn.</summary>
    public static async Task<Dictionary<(string Order, string From), QuotaAccount>> AccountsAsync(
        NpgsqlConnection connection, string[]? orders, CancellationToken cancel) =>
        (await ReadAsync(connection, With(
            """
            SELECT DISTINCT ON (order_number, open_from) entry_id, body FROM quota_account
            WHERE $1::text[] IS NULL OR order_number = ANY ($1) ORDER BY order_number, open_from, number DESC
            """,
            (object?)orders ?? DBNull.Value), QuotaAllocated.Parser, cancel))
        .Select(one => one.Content.Account)
        .ToDictionary(one => (one.OrderNumber, one.OpenFrom));

    /// <summary>Each allocation of a quota, or of all of them where it is null, in their order.</summary>
    public static Task<List<Recorded<QuotaAllocated>>> AllocationsAsync(
        NpgsqlConnection connection, string? order, DateOnly? on, int max, CancellationToken cancel) => ReadAsync(
            connection, With(
                """
                SELECT entry_id, body FROM quota_account
                WHERE ($1::text IS NULL OR order_number = $1) AND ($2::date IS NULL OR allocated_on = $2)
                ORDER BY entry_id DESC LIMIT $3
                """,
                (object?)order ?? DBNull.Value, (object?)on ?? DBNull.Value, max), QuotaAllocated.Parser, cancel);

    /// <summary>Newest state of each quota that was ever changed.</summary>
    public static async Task<Dictionary<string, QuotaStateChanged>> StatesAsync(
        NpgsqlConnection connection, CancellationToken cancel) =>
        (await AllStatesAsync(connection, cancel)).GroupBy(one => one.Content.OrderNumber)
            .ToDictionary(one => one.Key, one => one.MaxBy(state => state.Entry).Content);

    public static Task<List<Recorded<QuotaStateChanged>>> AllStatesAsync(
        NpgsqlConnection connection, CancellationToken cancel) => ReadAsync(
            connection, new("SELECT entry_id, body FROM quota_state"), QuotaStateChanged.Parser, cancel);

    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, QuotaStateChanged changed, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(With(
            """
            INSERT INTO quota_state (order_number, number, entry_id, body)
            SELECT $1, coalesce(max(number), 0) + 1, $2, $3 FROM quota_state WHERE order_number = $1
            """,
            changed.OrderNumber, entry, changed.ToByteArray()));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>How many requests of each quota wait, and for how much.</summary>
    public static async Task<Dictionary<string, (long Count, decimal Quantity)>> PendingAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT order_number, count(*), sum(requested) FROM quota_drawing
            WHERE allocated IS NULL AND requested > 0 GROUP BY order_number
            """,
            connection);
        var pending = new Dictionary<string, (long, decimal)>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            pending[rows.GetString(0)] = (rows.GetInt64(1), rows.GetDecimal(2));
        return pending;
    }

    private static async Task<List<Recorded<T>>> ReadAsync<T>(
        NpgsqlConnection connection, NpgsqlBatchCommand command, MessageParser<T> parser, CancellationToken cancel)
        where T : IMessage<T>
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        var found = new List<Recorded<T>>();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add(new(rows.GetInt64(0), parser.ParseFrom(rows.GetFieldValue<byte[]>(1))));
        return found;
    }

    private static NpgsqlBatchCommand With(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
