using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>
/// Finds by index what a revocation touched, and decides it again in steps. What a step found, what it stored and how
/// far it came are one transaction, so that a process that dies leaves nothing half done and nothing twice.
/// </summary>
internal sealed class ReassessDeclarations(
    NpgsqlDataSource database,
    StandingOfNow standing,
    SuppliersCopy suppliers,
    JournalSignal journal,
    DeclarationMetrics metrics,
    TimeProvider time)
{
    public const int StepDeclarationsMax = 100;

    // "reas" in ASCII.
    private const long LockKey = 0x72656173;

    private sealed record Job(long Id, string Certificate, int Version, DateOnly FromDay, Guid FromDeclaration);

    /// <summary>Does the next step; false when nothing is left, or another process is at it.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await NextAsync(connection, transaction, cancel) is not { } job)
            return false;

        var touched = await TouchedAsync(connection, transaction, job, cancel);
        var revoked = await RevokedAsync(job, cancel);
        var now = time.RecordedNow().ToDateTime();
        var taken = standing.Take();
        var reassessed = touched
            .Select(former => Reassessed.Of(former, revoked, taken, now)).OfType<Reassessed>().ToList();

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (reassessed.Count > 0)
        {
            batch.AddRevisions("club", reassessed.ConvertAll(one => one.New));
            batch.AddAdjustments(reassessed.FindAll(one => one.Difference != 0));
        }

        batch.BatchCommands.Add(Progress(job, touched));
        await batch.ExecuteNonQueryAsync(cancel);
        FailPoint.Reach("reassessment.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("reassessment.after-commit");
        journal.Raise();
        metrics.Adjusted(reassessed.Count);
        return true;
    }

    private static async Task<Job?> NextAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, certificate, version, coalesce(reached_day, effective_day), reached_declaration
            FROM (SELECT pg_try_advisory_xact_lock($1) AS locked OFFSET 0) AS attempt
            JOIN reassessment ON attempt.locked
            WHERE done_at IS NULL ORDER BY id LIMIT 1
            """,
            connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new Job(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateOnly>(3),
                await row.IsDBNullAsync(4, cancel) ? Guid.Empty : row.GetGuid(4))
            : null;
    }

    private static async Task<List<StoredRevision>> TouchedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Job job, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {RevisionRows.Columns}
            FROM (
              SELECT declaration, acceptance_day FROM citation
              WHERE certificate = $1 AND (acceptance_day, declaration) > ($2, $3)
              ORDER BY acceptance_day, declaration LIMIT $4) AS cited
            JOIN declaration d ON d.id = cited.declaration
            JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day, d.id
            """,
            connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Certificate });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = job.FromDay });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.FromDeclaration });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = StepDeclarationsMax });
        return await RevisionRows.ReadAllAsync(command, cancel);
    }

    /// <summary>The version that revokes; another replica may have stored it.</summary>
    private async Task<Certificate> RevokedAsync(Job job, CancellationToken cancel)
    {
        if (standing.Take().Certificates.Version(job.Certificate, job.Version) is null)
            await suppliers.RefreshAsync(cancel);
        return standing.Take().Certificates.Version(job.Certificate, job.Version)
            ?? throw new InvalidOperationException($"Version {job.Version} of {job.Certificate} is not here.");
    }

    private static NpgsqlBatchCommand Progress(Job job, List<StoredRevision> touched)
    {
        var done = touched.Count < StepDeclarationsMax;
        var command = new NpgsqlBatchCommand(done
            ? "UPDATE reassessment SET done_at = clock_timestamp() WHERE id = $1"
            : "UPDATE reassessment SET reached_day = $2, reached_declaration = $3 WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Id });
        if (!done)
        {
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = touched[^1].Identity.AcceptanceDay });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = touched[^1].Identity.Id });
        }

        return command;
    }
}
