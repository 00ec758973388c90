using System.Diagnostics;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Submission;

/// <summary>
/// Takes a declaration: checks it, decides it from what is known in memory, stores it with others. Nothing is asked of
/// another service, and nothing of the database before the group's own statements.
/// </summary>
internal sealed class SubmitDeclaration(
    StandingOfNow standing,
    ICallerDirectory callers,
    SubmissionBatcher batcher,
    Repeats repeats,
    FallbackProof fallback,
    DeclarationMetrics metrics,
    ClubTime clock)
{
    /// <exception cref="ClubException">It is refused; nothing of it is stored.</exception>
    public async Task<Submitted> HandleAsync(SubmitDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var pending = Check(request, caller, standing.Take(), cancel);
            await fallback.CheckAsync(pending.Declaration, cancel);
            var submitted = request.ValidateOnly || IsApplicant(caller)
                ? await TryOnlyAsync(pending, cancel)
                : await StoreAsync(pending, cancel);
            metrics.Decided(submitted.Replayed ? "replayed" : "decided", Stopwatch.GetElapsedTime(began));
            return submitted;
        }
        catch (Exception failure)
        {
            var reason = failure is ClubException refusal ? refusal.Reason : Failures.ReasonOf(failure);
            metrics.Decided(ErrorCodes.NameOf(reason), Stopwatch.GetElapsedTime(began));
            throw;
        }
    }

    /// <summary>Checks and decides it by what is known; nothing is kept.</summary>
    /// <exception cref="ClubException">It breaks a rule.</exception>
    public PendingDeclaration Check(
        SubmitDeclarationRequest request, Caller caller, Standing now, CancellationToken cancel)
    {
        var declaration = request.Declaration ?? new Declaration();
        if (callers.AdministrationOf(caller) is not { } own)
            throw new ClubException(ErrorReason.CallerNotRegistered, "The caller belongs to no administration.");
        if (declaration.Administration.Length > 0 && declaration.Administration != own)
            throw new ClubException(ErrorReason.OtherAdministration,
                "A customs system declares for its own administration alone.");

        var faults = new Violations();
        var requestId = faults.RequestId(request.RequestId);
        var id = Guid.CreateVersion7();
        var (decided, provisionalDay) = Deciding.Decide(declaration, id, now, clock, IsApplicant(caller), faults);
        return Pend(declaration, id, requestId, caller, decided, provisionalDay, now, cancel);
    }

    /// <summary>Whether nothing that it declares counts: until its party accedes, a system has no other role.</summary>
    public static bool IsApplicant(Caller caller) =>
        caller.Roles.Contains(ClubRoles.Applicant) && !caller.Roles.Contains(ClubRoles.CustomsSystem);

    private static PendingDeclaration Pend(
        Declaration declaration, Guid id, Guid requestId, Caller caller, Decided decided, DateOnly? provisionalDay,
        Standing now, CancellationToken cancel)
    {
        var document = declaration.ToByteArray();
        var day = provisionalDay ?? Wire.ParseDay(declaration.AcceptanceDay);
        var sent = declaration.Mrn.Length > 0;
        var identity = new Identity(
            id,
            sent ? declaration.Mrn : MrnFactory.Build(declaration.Administration, day),
            sent ? MrnIssuer.Administration : MrnIssuer.Club,
            declaration.Administration,
            declaration.Declarant,
            declaration.Lrn,
            caller.ClientId,
            requestId,
            provisionalDay is null ? day : Identity.NotAccepted,
            PendingDeclaration.HashOf(document));
        return new PendingDeclaration(identity, declaration, document, cancel)
        {
            Decided = decided,
            Known = now,
            ProvisionalDay = provisionalDay,
        };
    }

    private async Task<Submitted> StoreAsync(PendingDeclaration pending, CancellationToken cancel)
    {
        try
        {
            return await batcher.StoreAsync(pending);
        }
        catch (PostgresException taken) when (FallbackReferences.IsTaken(taken))
        {
            // By one that was stored since it was looked for.
            await fallback.CheckAsync(pending.Declaration, cancel);
            throw;
        }
    }

    /// <summary>The answer that storing would give, without a number: only what is stored gets one.</summary>
    private async Task<Submitted> TryOnlyAsync(PendingDeclaration pending, CancellationToken cancel)
    {
        var found = await repeats.FindAsync([pending.Identity], cancel);
        if (Repeats.Judge(pending.Identity, found) is { } first)
            return new Submitted(first, Replayed: true);
        if (pending.Identity.MrnIssuedBy == MrnIssuer.Club)
            pending.Identity = pending.Identity with { Mrn = "", MrnIssuedBy = MrnIssuer.Unspecified };
        return new Submitted(pending.FirstRevision(clock.UtcNow.UtcDateTime), Replayed: false);
    }
}
