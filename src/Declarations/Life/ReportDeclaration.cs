using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Npgsql;
using Kind = CrmClub.Contracts.Declarations.V1.Report.KindOneofCase;

namespace CrmClub.Declarations.Life;

/// <summary>
/// Takes a step in the life of a declaration, one declaration at a time. What it says, the revision that it makes and
/// the entries that tell of both are one transaction.
/// </summary>
internal sealed class ReportDeclaration(
    NpgsqlDataSource database,
    StandingOfNow standing,
    ICallerDirectory callers,
    SuppliersCopy suppliers,
    MembersCopy members,
    TariffsCopy tariffs,
    FallbackProof fallback,
    JournalSignal journal,
    ClubTime clock,
    TimeProvider time)
{
    private const int AttemptsMax = 5;

    // What an officer records without the administration's system.
    private static readonly Kind[] OfOfficers = [Kind.UnderControl, Kind.ControlResult];

    /// <exception cref="ClubException">It is refused; nothing of it is stored.</exception>
    public async Task<ReportDeclarationResponse> HandleAsync(
        ReportDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        var own = callers.AdministrationOf(caller) ?? throw new ClubException(
            ErrorReason.CallerNotRegistered, "The caller belongs to no administration.");
        var isSystem = caller.Roles.Contains(ClubRoles.CustomsSystem);
        var faults = new Violations();
        var requestId = faults.RequestId(request.RequestId);
        ReportRules.Check(request, faults);
        faults.ThrowIfAny();
        if (!isSystem && !OfOfficers.Contains(request.Report.KindCase))
            throw new ClubException(ErrorReason.RoleMissing,
                $"An officer reports {string.Join(" and ", ReportRules.Names(OfOfficers))} alone.");
        var asked = new Asked(request, requestId, isSystem ? caller.ClientId : caller.Id, HashOf(request), own);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await TryAsync(asked, cancel) is { } response)
                return response;
            await suppliers.RefreshAsync(cancel);
            await members.RefreshAsync(cancel);
            await tariffs.RefreshAsync(cancel);
        }

        throw new ClubException(ErrorReason.Unavailable, "It changes faster than it can be decided. Try again.");
    }

    /// <summary>Null where what it was decided on has changed meanwhile.</summary>
    private async Task<ReportDeclarationResponse?> TryAsync(Asked asked, CancellationToken cancel)
    {
        var now = standing.Take();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var known = await LifeStore.KnownAsync(transaction, cancel);
        if (known.IsNewerThan(now, citesCertificates: true))
            return null;
        // The same words for what isn't there and for what the caller may not see.
        var mrn = asked.Request.Mrn.Contains('\0') ? "" : asked.Request.Mrn;
        var life = await LifeStore.LockAsync(transaction, mrn, asked.Administration, cancel)
            ?? throw new ClubException(
                ErrorReason.NotFound, "There is no such declaration, or none that the caller may see.");
        if (life.Reports.FirstOrDefault(one => one.Client == asked.Client && one.RequestId == asked.RequestId)
            is { } first && first.RequestHash.AsSpan().SequenceEqual(asked.Hash))
            return await AgainAsync(transaction, first, life, now, cancel);
        if (await LifeStore.IsTakenAsync(transaction, asked.Client, asked.RequestId, cancel))
            throw Reused();

        var today = clock.Today(now.Membership.Administration(asked.Administration)!.TimeZone);
        var (report, revision) = Take(asked, life, now, today);
        if (revision is not null && asked.Request.Report.KindCase is Kind.Accepted or Kind.Amended)
            await fallback.CheckAsync(revision.Declaration, cancel);
        if (!asked.Request.ValidateOnly)
        {
            try
            {
                await LifeStore.StoreAsync(transaction, report, life.Newest, revision, today, cancel);
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // A reassessment made that revision first, another declaration took a reference, or the id.
                return RevisionWriter.IsTakenRevision(taken) || FallbackReferences.IsTaken(taken)
                    ? null : throw Reused();
            }

            using var claiming = now.Capacity.Claim(revision is null ? [] : [Claimed(life.Newest, revision)]);
            FailPoint.Reach("report.before-commit");
            await transaction.CommitAsync(cancel);
            claiming.Keep();
            FailPoint.Reach("report.after-commit");
            journal.Raise();
        }

        return Response(report.Report, revision, life.Newest, now);
    }

    private static (string, int, IReadOnlyList<CapacityClaim>) Claimed(StoredRevision former, StoredRevision made) =>
        (made.Identity.Mrn, made.Revision, Claims.Between(former, made));

    private (StoredReport Report, StoredRevision? Revision) Take(
        Asked asked, DeclarationLife life, Standing now, DateOnly today)
    {
        var (request, kind) = (asked.Request, asked.Request.Report.KindCase);
        if (!life.Allowed.Contains(kind))
            throw new ClubException(ErrorReason.StateForbids,
                $"{ReportRules.Names([kind]).Single()} is not allowed: the declaration is "
                + $"{ReportRules.Name(life.State)}; allowed are {string.Join(", ", ReportRules.Names(life.Allowed))}.");
        if (request.KnownRevision != 0 && request.KnownRevision != life.Newest.Revision)
            throw new ClubException(ErrorReason.ConcurrentChange,
                $"The newest revision is {life.Newest.Revision}, not {request.KnownRevision}. Read it, then decide.");

        var faults = new Violations();
        ReportRules.CheckBeside(request.Report, life, life.Newest.Decision.Currency, today, faults);
        if (kind is Kind.Amended)
            ReportRules.CheckSame(life.Newest.Declaration, request.Declaration, life.Newest.Identity.Mrn, faults);
        var revision = DeclarationLife.Revising.Contains(kind) ? Next(request, life, now, faults) : null;
        faults.ThrowIfAny();
        return (new StoredReport(life.Newest.Identity.Id, asked.Client, asked.RequestId, asked.Hash, new()
        {
            Mrn = life.Newest.Identity.Mrn,
            Administration = asked.Administration,
            Number = life.Reports.Count + 1,
            State = life.After(kind, revision),
            Revision = (revision ?? life.Newest).Revision,
            Report = request.Report,
            RecordedAt = time.RecordedNow(),
        }), revision);
    }

    private StoredRevision Next(ReportDeclarationRequest request, DeclarationLife life, Standing now, Violations faults)
    {
        var former = life.Newest;
        var number = former.Revision + 1;
        if (request.Report.KindCase is Kind.Invalidated)
        {
            var basis = Basis.Cited(now, former) with
            {
                IsInvalidated = true,
                Quotas = ItemQuota.None,
                Settles = null,
            };
            return Revision(former.Identity, former.Declaration, Assessor.Decide(former.Declaration, basis).Decision,
                $"invalidated: {request.Report.Invalidated.Reason}");
        }

        var declaration = request.Declaration ?? former.Declaration.Clone();
        var cause = $"amended: {request.Report.Amended?.Reason}";
        if (request.Report.Accepted is { } accepted)
        {
            declaration.AcceptanceDay = accepted.AcceptanceDay;
            cause = $"accepted on {accepted.AcceptanceDay}";
        }

        var (decided, provisionalDay) = Deciding.Decide(
            declaration, former.Identity.Id, now, clock, asApplicant: false, faults, former);
        var day = provisionalDay is null ? Wire.ParseDay(declaration.AcceptanceDay) : Identity.NotAccepted;
        return Revision(former.Identity with { AcceptanceDay = day }, declaration, decided.Decision, cause);

        StoredRevision Revision(Identity identity, Declaration document, StoredDecision decision, string why) => new(
            identity, number, document.ToByteArray(), decision.ToByteArray(), why, $"report:{life.Reports.Count + 1}",
            time.RecordedNow().ToDateTime());
    }

    private static async Task<ReportDeclarationResponse> AgainAsync(
        NpgsqlTransaction transaction, StoredReport first, DeclarationLife life, Standing now, CancellationToken cancel)
    {
        var revisions = await RevisionRows.OfAsync(transaction, life.Newest.Identity.Id, cancel);
        var after = revisions.Single(one => one.Revision == first.Report.Revision);
        var made = DeclarationLife.Revising.Contains(first.Report.Report.KindCase);
        var before = made ? revisions.Single(one => one.Revision == after.Revision - 1) : after;
        var response = Response(first.Report, made ? after : null, before, now);
        response.Replayed = true;
        return response;
    }

    private static ReportDeclarationResponse Response(
        DeclarationReport report, StoredRevision? made, StoredRevision former, Standing now) => new()
        {
            Report = report,
            Answer = made is null
                ? Answers.Brief(former, now, state: report.State, seesLocal: true)
                : Answers.Full(made, now, state: report.State, seesLocal: true),
            Difference = made is null ? null : new Money
            {
                Amount = Wire.Decimal(made.DutyThatCounts - former.DutyThatCounts),
                Currency = made.Decision.Currency,
            },
        };

    private static ClubException Reused() => new(ErrorReason.RequestIdReused,
        "The request_id was used before with other content. Make a new one for a new request.");

    private static byte[] HashOf(ReportDeclarationRequest request)
    {
        var content = request.Clone();
        content.RequestId = "";
        content.ValidateOnly = false;
        return SHA256.HashData(content.ToByteArray());
    }

    private sealed record Asked(
        ReportDeclarationRequest Request, Guid RequestId, string Client, byte[] Hash, string Administration);
}
