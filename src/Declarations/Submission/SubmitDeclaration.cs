using System.Diagnostics;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Engine;
using Google.Protobuf;

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
    DeclarationMetrics metrics,
    ClubTime clock)
{
    // What one answer can carry in the trailers of a call.
    private const int FaultsMax = 100;

    /// <exception cref="ClubException">It is refused; nothing of it is stored.</exception>
    public async Task<Submitted> HandleAsync(SubmitDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var pending = Check(request, caller, standing.Take(), cancel);
            var submitted = request.ValidateOnly || IsApplicant(caller)
                ? await TryOnlyAsync(pending, cancel)
                : await batcher.StoreAsync(pending);
            metrics.Decided(submitted.Replayed ? "replayed" : "decided", Stopwatch.GetElapsedTime(began));
            return submitted;
        }
        catch (ClubException refusal)
        {
            metrics.Decided(ErrorCodes.NameOf(refusal.Reason), Stopwatch.GetElapsedTime(began));
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
        DeclarationValidator.Check(declaration, now, clock.Today, faults);
        ThrowIfAny(faults);
        CheckParty(declaration, now, caller);
        var decided = Assessor.Decide(declaration, Basis.OfNow(now, declaration));
        foreach (var missing in decided.Missing)
            Note(missing, declaration, faults);
        ThrowIfAny(faults);
        return Pend(declaration, requestId, caller, decided, now, cancel);
    }

    /// <summary>Whether nothing that it declares counts: until its party accedes, a system has no other role.</summary>
    public static bool IsApplicant(Caller caller) =>
        caller.Roles.Contains(ClubRoles.Applicant) && !caller.Roles.Contains(ClubRoles.CustomsSystem);

    // By the day of acceptance: what was accepted before a suspension goes on.
    private static void CheckParty(Declaration declaration, Standing now, Caller caller)
    {
        var party = now.Membership.Administration(declaration.Administration)!.Contract.Party;
        var status = now.Membership.Party(party)?.StatusOn(Tariffs.Documents.Wire.ParseDay(declaration.AcceptanceDay));
        var tries = status is PartyStatus.Applicant && IsApplicant(caller);
        if (!tries && status is not (PartyStatus.Member or PartyStatus.Acceding))
            throw new ClubException(ErrorReason.PartySuspended,
                $"{party} is {status ?? PartyStatus.Unspecified}, not in the club, on {declaration.AcceptanceDay}.");
    }

    private static PendingDeclaration Pend(
        Declaration declaration, Guid requestId, Caller caller, Decided decided, Standing now, CancellationToken cancel)
    {
        var document = declaration.ToByteArray();
        var day = Tariffs.Documents.Wire.ParseDay(declaration.AcceptanceDay);
        var sent = declaration.Mrn.Length > 0;
        var identity = new Identity(
            Guid.CreateVersion7(),
            sent ? declaration.Mrn : MrnFactory.Build(declaration.Administration, day),
            sent ? MrnIssuer.Administration : MrnIssuer.Club,
            declaration.Administration,
            declaration.Declarant,
            declaration.Lrn,
            caller.ClientId,
            requestId,
            day,
            PendingDeclaration.HashOf(document));
        return new PendingDeclaration(identity, declaration, document, cancel)
        {
            Decided = decided,
            Known = now,
        };
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

    private static void Note(MissingOfItem missing, Declaration declaration, Violations faults)
    {
        var path = $"items[{missing.Item}].";
        var item = declaration.Items[missing.Item];
        var message = $"It can't be decided without {missing.Figure.What}.";
        switch (missing.Figure.Kind)
        {
            case MissingKind.ExchangeRate:
                faults.Add($"{path}customs_value.currency", "99 14", "EXCHANGE_RATE", item.CustomsValue.Currency,
                    "a day on which the administration's series has the rate", message);
                break;
            case MissingKind.ReferencePrice:
                faults.Add($"{path}goods_code", "18 09", "REFERENCE_PRICE", item.GoodsCode,
                    "a day on which the price is known",
                    $"It can't be decided without the reference {missing.Figure.What}.");
                break;
            case MissingKind.AdditionalCode:
                faults.Add($"{path}additional_codes", "18 09", "ADDITIONAL_CODE", string.Join(", ",
                    item.AdditionalCodes), "a code that the tariff names", message);
                break;
            case MissingKind.Quota:
                faults.Add($"{path}quota_order_number", "99 01", "QUOTA", item.QuotaOrderNumber,
                    "a quota that is managed", message);
                break;
            case MissingKind.Quantity:
                faults.Add($"{path}quantities", "18 02", "QUANTITY", string.Join(", ",
                    item.Quantities.Select(quantity => quantity.Unit)), "a quantity in that unit", message);
                break;
            default:
                faults.Add($"{path}contained_share", "", "CONTAINED_SHARE", item.ContainedShare,
                    "a share of contained material, with document 9CRA", message);
                break;
        }
    }

    private static void ThrowIfAny(Violations faults)
    {
        if (faults.Count > FaultsMax)
            throw new ClubException(ErrorReason.ValidationFailed,
                $"{faults.Count} rules are broken; these are the first {FaultsMax}.", [.. faults.All.Take(FaultsMax)]);
        faults.ThrowIfAny();
    }
}
