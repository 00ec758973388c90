using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>
/// Decides again in steps what a change touched. What a step found, what it stored and how far it came are one
/// transaction, so that a process that dies leaves nothing half done and nothing twice.
/// </summary>
internal sealed class ReassessDeclarations(
    NpgsqlDataSource database,
    StandingOfNow standing,
    SuppliersCopy suppliers,
    MembersCopy members,
    TariffsCopy tariffs,
    JournalSignal journal,
    DeclarationMetrics metrics,
    ClubTime clock,
    TimeProvider time)
{
    public const int StepDeclarationsMax = 100;

    /// <summary>Does the next step; false when nothing is left, or another process is at it.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await ReassessmentJob.NextAsync(transaction, cancel) is not { } job)
            return false;

        var known = await CauseAsync(job, cancel);
        var taken = standing.Take();
        var found = job.Found ?? await TouchedDeclarations.CountAsync(transaction, job, taken.Membership, cancel);
        var touched = await TouchedDeclarations.NextAsync(
            transaction, job, taken.Membership, StepDeclarationsMax, cancel);
        var cause = job.Change is Change.OfQuota allocated
            ? await QuotaCause.ReadAsync(transaction, allocated, touched, cancel) : known;
        var now = time.RecordedNow().ToDateTime();
        var reassessed = touched
            .Select(former => Reassessed.Of(former, cause, taken, now, Today(former, taken)))
            .OfType<Reassessed>().ToList();

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (reassessed.Count > 0)
        {
            batch.AddRevisions(
                "club", reassessed.ConvertAll(one => one.New),
                reassessed.Select(one => Posting.Of(one.Former, one.New, one.ProposedOn)));
            batch.AddAdjustments(reassessed.FindAll(one => one.IsProposed));
        }

        batch.BatchCommands.Add(Progress(job, found, touched, reassessed.Count));
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException first) when (RevisionWriter.IsTakenRevision(first))
        {
            // An amendment made that revision first: the step is done again, on what it made.
            return true;
        }

        FailPoint.Reach("reassessment.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("reassessment.after-commit");
        journal.Raise();
        metrics.Adjusted(reassessed.Count);
        return true;
    }

    private DateOnly Today(StoredRevision of, Standing now) =>
        clock.Today(now.Membership.Administration(of.Identity.Administration)!.TimeZone);

    /// <summary>What has changed; another replica may have stored it.</summary>
    private async Task<Cause> CauseAsync(ReassessmentJob job, CancellationToken cancel)
    {
        if (Cause.In(standing.Take(), job.Change) is { } known)
            return known;
        await suppliers.RefreshAsync(cancel);
        await members.RefreshAsync(cancel);
        await tariffs.RefreshAsync(cancel);
        return Cause.In(standing.Take(), job.Change)
            ?? throw new InvalidOperationException($"The cause of reassessment {job.Id} is not here.");
    }

    private static NpgsqlBatchCommand Progress(
        ReassessmentJob job, long found, List<StoredRevision> touched, int revised)
    {
        var done = touched.Count < StepDeclarationsMax;
        var command = new NpgsqlBatchCommand(
            $"""
            UPDATE reassessment SET started_at = coalesce(started_at, clock_timestamp()),
              examined = examined + $3, revised = revised + $4,
              {(done
                // What came meanwhile was looked at, too.
                ? "found = examined + $3, done_at = clock_timestamp()"
                : "found = greatest($2, examined + $3), reached_day = $5, reached_declaration = $6")}
            WHERE id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = found });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = touched.Count });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = revised });
        if (!done)
        {
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = touched[^1].Identity.AcceptanceDay });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = touched[^1].Identity.Id });
        }

        return command;
    }
}
