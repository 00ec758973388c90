using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Quotas;

/// <summary>What the copy of Tariffs keeps of quotas. An allocation leaves a reassessment to be done.</summary>
internal static class QuotaCopy
{
    public const string AccountsSql =
        "SELECT DISTINCT ON (order_number, open_from) document FROM quota_account "
        + "ORDER BY order_number, open_from, number DESC";

    public const string StatesSql =
        "SELECT DISTINCT ON (order_number) document FROM quota_state ORDER BY order_number, changed_at DESC";

    public static async Task StoreAsync(
        NpgsqlTransaction transaction, QuotaAllocated allocated, CancellationToken cancel)
    {
        var account = allocated.Account;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(With(
            """
            INSERT INTO quota_account (order_number, open_from, number, document) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """,
            account.OrderNumber, Wire.ParseDay(account.OpenFrom), account.Number, account.ToByteArray()));
        var insert = With(
            """
            INSERT INTO quota_allocation (order_number, open_from, number, drawing, total)
            SELECT $1, $2, $3, drawing, total FROM unnest($4, $5) AS given (drawing, total)
            ON CONFLICT DO NOTHING
            """,
            account.OrderNumber, Wire.ParseDay(account.OpenFrom), account.Number);
        insert.AddArray(allocated.Quantities.Select(one => one.Drawing));
        insert.AddArray(allocated.Quantities.Select(one => Wire.ParseDecimal(one.Total)));
        batch.BatchCommands.Add(insert);
        if (allocated.Quantities.Count > 0)
            batch.BatchCommands.Add(With(
                """
                INSERT INTO reassessment (quota, quota_period, quota_number, quota_day, effective_day, recorded_at)
                VALUES ($1, $2, $3, $4, $2, clock_timestamp())
                ON CONFLICT (quota, quota_period, quota_number) DO NOTHING
                """,
                account.OrderNumber, Wire.ParseDay(account.OpenFrom), account.Number,
                Wire.ParseDay(account.AllocatedOn)));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public static async Task StoreAsync(
        NpgsqlTransaction transaction, QuotaAccount account, CancellationToken cancel) =>
        await StoreAsync(transaction, new QuotaAllocated { Account = account }, cancel);

    public static async Task StoreAsync(
        NpgsqlTransaction transaction, QuotaStateChanged changed, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(With(
            "INSERT INTO quota_state (order_number, changed_at, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            changed.OrderNumber, changed.ChangedAt.ToDateTime(), changed.ToByteArray()));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlBatchCommand With(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
