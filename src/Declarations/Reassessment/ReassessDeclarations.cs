using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Copies;
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

        var cause = await CauseAsync(job, cancel);
        var taken = standing.Take();
        var touched = await TouchedDeclarations.NextAsync(
            transaction, job, taken.Membership, StepDeclarationsMax, cancel);
        var now = time.RecordedNow().ToDateTime();
        var reassessed = touched
            .Select(former => Reassessed.Of(former, cause, taken, now)).OfType<Reassessed>().ToList();

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (reassessed.Count > 0)
        {
            batch.AddRevisions(
                "club", reassessed.ConvertAll(one => one.New), reassessed.Select(one => PostingOf(one, taken)));
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

    private Posting PostingOf(Reassessed one, Standing taken) => Posting.Of(
        one.Former, one.New, clock.Today(taken.Membership.Administration(one.New.Identity.Administration)!.TimeZone));

    /// <summary>What has changed; another replica may have stored it.</summary>
    private async Task<Cause> CauseAsync(ReassessmentJob job, CancellationToken cancel)
    {
        if (CauseIn(standing.Take(), job.Change) is { } known)
            return known;
        await suppliers.RefreshAsync(cancel);
        await members.RefreshAsync(cancel);
        await tariffs.RefreshAsync(cancel);
        return CauseIn(standing.Take(), job.Change)
            ?? throw new InvalidOperationException($"The cause of reassessment {job.Id} is not here.");
    }

    private static Cause? CauseIn(Standing standing, Change change) => change switch
    {
        Change.OfCertificate one => standing.Certificates.Version(one.Number, one.Version) is { } changed
            ? Cause.Of(changed) : null,
        Change.OfParty one => standing.Membership.Party(one.Party)?.Contract is { } party
            && party.Decisions.Count >= one.Decision
            ? Cause.Of(party, one.Decision, standing.Membership, one.MembershipSeq) : null,
        Change.OfRates one => standing.Tariffs.RateSet >= one.Set ? Cause.Of(one, standing.Tariffs) : null,
        Change.OfTariff one => standing.Tariffs.Version(one.Version) is { } release ? Cause.Of(release) : null,
        _ => throw new InvalidOperationException($"{change} is no cause."),
    };

    private static NpgsqlBatchCommand Progress(ReassessmentJob job, List<StoredRevision> touched)
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
