using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using Npgsql;

namespace CrmClub.Declarations.Adjustments;

/// <summary>An adjustment beside its declaration.</summary>
/// <param name="Life">What became of it.</param>
/// <param name="Declaration">Which it is about.</param>
/// <param name="AcceptanceDay">On which the debt was incurred.</param>
/// <param name="IsInvalidated">Whether the declaration is.</param>
internal sealed record FoundAdjustment(
    AdjustmentLife Life, Guid Declaration, DateOnly AcceptanceDay, bool IsInvalidated);

/// <summary>Reads and writes the life of an adjustment, inside a transaction that has its declaration alone.</summary>
internal static class AdjustmentStore
{
    private const string IsInvalidatedSql = "EXISTS (SELECT FROM report r WHERE r.declaration = d.id AND r.state = 5)";

    /// <summary>That of an administration, its declaration locked; null where it has none of that id.</summary>
    public static async Task<FoundAdjustment?> LockAsync(
        NpgsqlTransaction transaction, Guid id, string administration, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // A statement of its own: the next ones see what whoever had the lock before has left.
        batch.BatchCommands.Add(new(
            """
            SELECT FROM declaration d
            WHERE d.id = (SELECT declaration FROM adjustment WHERE id = $1 AND administration = $2) FOR UPDATE
            """));
        batch.BatchCommands.Add(new(
            $"""
            SELECT {AdjustmentRows.Columns}, d.id, d.acceptance_day, {IsInvalidatedSql}
            FROM adjustment a JOIN declaration d ON d.id = a.declaration WHERE a.id = $1 AND a.administration = $2
            """));
        batch.BatchCommands.Add(new(
            """
            SELECT r.document FROM adjustment_report r JOIN adjustment a ON a.id = r.adjustment
            WHERE a.id = $1 AND a.administration = $2 ORDER BY r.number
            """));
        foreach (var command in batch.BatchCommands)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = administration });
        }

        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        if (!await rows.ReadAsync(cancel))
            return null;
        var found = new FoundAdjustment(
            new AdjustmentLife(AdjustmentRows.Read(rows), []),
            rows.GetGuid(AdjustmentRows.ColumnCount),
            rows.GetFieldValue<DateOnly>(AdjustmentRows.ColumnCount + 1),
            rows.GetBoolean(AdjustmentRows.ColumnCount + 2));
        await rows.NextResultAsync(cancel);
        var reports = new List<AdjustmentReport>();
        while (await rows.ReadAsync(cancel))
            reports.Add(AdjustmentReport.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return found with { Life = found.Life with { Reports = reports } };
    }

    /// <summary>Stores a step with what it does to the account.</summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction, string actor, FoundAdjustment found, AdjustmentReport report,
        IEnumerable<Posting> postings, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.AddReports(actor, [(found.Declaration, report)], postings);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
