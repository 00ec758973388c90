using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Life;

/// <summary>Reads and writes the life of a declaration, inside a transaction that has it alone.</summary>
internal static class LifeStore
{
    /// <summary>How far the copies are; they stay so until the transaction ends.</summary>
    public static async Task<Copied> KnownAsync(
        NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(CopyLock.Shared());
        batch.BatchCommands.Add(CopyLock.Known());
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        return Copied.Read(rows);
    }

    /// <summary>The life of an administration's declaration, locked; null where it has none of that number.</summary>
    public static async Task<DeclarationLife?> LockAsync(
        NpgsqlTransaction transaction, string mrn, string administration, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // A statement of its own: the next ones see what whoever had the lock before has left.
        batch.BatchCommands.Add(new(
            "SELECT FROM declaration d WHERE d.mrn = $1 AND d.administration = $2 FOR UPDATE"));
        batch.BatchCommands.Add(new(
            $"""
            SELECT {RevisionRows.Columns} FROM declaration d JOIN revision r ON r.declaration = d.id
            WHERE d.mrn = $1 AND d.administration = $2 ORDER BY r.revision DESC LIMIT 1
            """));
        batch.BatchCommands.Add(new(
            $"""
            SELECT {StoredReport.Columns} FROM report r
            WHERE r.declaration = (SELECT id FROM declaration d WHERE d.mrn = $1 AND d.administration = $2)
            ORDER BY r.number
            """));
        foreach (var command in batch.BatchCommands)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mrn });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = administration });
        }

        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        if (!await rows.ReadAsync(cancel))
            return null;
        var newest = RevisionRows.Read(rows);
        await rows.NextResultAsync(cancel);
        var reports = new List<StoredReport>();
        while (await rows.ReadAsync(cancel))
            reports.Add(StoredReport.Read(rows));
        return new DeclarationLife(newest, reports);
    }

    /// <summary>Whether the id stands for something else: a submission, or a report of another declaration.</summary>
    public static async Task<bool> IsTakenAsync(
        NpgsqlTransaction transaction, string client, Guid requestId, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM declaration WHERE client = $1 AND request_id = $2)
              OR EXISTS (SELECT FROM report WHERE client = $1 AND request_id = $2)
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = requestId });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Stores a report with the revision that it makes.</summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction, StoredReport report, StoredRevision? former, StoredRevision? revision,
        DateOnly today, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        if (revision is not null)
        {
            batch.AddRevisions(report.Client, [revision], [Posting.Of(former, revision, today)],
                [.. Drawings.Returned(former, revision)], former);
            if (revision.State is DeclarationState.Invalidated)
                batch.BatchCommands.Add(BringBack(revision, today));
            batch.AddCitations([revision]);
            batch.AddFallbackReferences([(revision.Identity, revision.Declaration)]);
            batch.BatchCommands.Add(Follow(revision));
        }

        batch.BatchCommands.Add(JournalWriter.AppendCommand(
            new NewEntry(report.Client, report.Report.Mrn, null, report.ToEvent())));
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO report (
              declaration, client, request_id, request_hash, document, number, state, control_outcome, entry_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, {JournalWriter.LastEntryIdSql})
            """);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = report.Declaration });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = report.Client });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = report.RequestId });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = report.RequestHash });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = report.Report.ToByteArray() });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = report.Report.Number });
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)report.Report.State });
        insert.Parameters.Add(new NpgsqlParameter<short?> { TypedValue = report.ControlOutcome });
        batch.BatchCommands.Add(insert);
        batch.AddPostings(Posting.Of(report.Report));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    // Of what was invalidated nothing is due, so that nothing is taken back of it either.
    private static NpgsqlBatchCommand BringBack(StoredRevision revision, DateOnly today)
    {
        var insert = new NpgsqlBatchCommand(
            $"""
            INSERT INTO posting (administration, month, currency, kind, amount, entry_id)
            SELECT a.administration, $2, a.currency, $3, sum(a.difference), {JournalWriter.LastEntryIdSql}
            FROM adjustment_report s JOIN adjustment a ON a.id = s.adjustment
            WHERE s.declaration = $1 AND s.state = $4
            GROUP BY a.administration, a.currency HAVING sum(a.difference) <> 0
            """);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = revision.Identity.Id });
        insert.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = Posting.MonthOf(today) });
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)PostingKind.Dropped });
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)AdjustmentState.Dropped });
        return insert;
    }

    // The day is set at acceptance; by origins, former ones included, a step in a party's life finds it.
    private static NpgsqlBatchCommand Follow(StoredRevision revision)
    {
        var update = new NpgsqlBatchCommand(
            """
            UPDATE declaration SET acceptance_day = $2, origins = ARRAY(SELECT DISTINCT unnest(origins || $3))
            WHERE id = $1 AND (acceptance_day <> $2 OR NOT origins @> $3)
            """);
        update.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = revision.Identity.Id });
        update.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = revision.Identity.AcceptanceDay });
        update.AddArray(PendingDeclaration.OriginsOf(revision.Declaration));
        return update;
    }
}
