using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Documents;
using Kind = CrmClub.Contracts.Declarations.V1.AdjustmentStep.KindOneofCase;

namespace CrmClub.Declarations.Adjustments;

/// <summary>
/// Takes a step in the life of an adjustment, one at a time of a declaration. What it says, what it does to the account
/// and the entry that tells of both are one transaction.
/// </summary>
internal sealed class ReportAdjustment(
    Mutations mutations, ICallerDirectory callers, MembershipState members, ClubTime clock, TimeProvider time)
{
    // What an administration's system reports; the rest is an officer's decision.
    private static readonly Kind[] OfSystems = [Kind.Notified, Kind.Settled];

    /// <exception cref="ClubException">It is refused; nothing of it is stored.</exception>
    public Task<ReportAdjustmentResponse> HandleAsync(
        ReportAdjustmentRequest request, Caller caller, CancellationToken cancel)
    {
        var own = callers.AdministrationOf(caller) ?? throw new ClubException(
            ErrorReason.CallerNotRegistered, "The caller belongs to no administration.");
        return mutations.RunAsync(request, caller, async work =>
        {
            AdjustmentRules.Check(request.Step, work.Faults);
            work.Faults.ThrowIfAny();
            if (!caller.Roles.Contains(ClubRoles.CustomsOfficer) && !OfSystems.Contains(request.Step.KindCase))
                throw new ClubException(ErrorReason.RoleMissing,
                    $"A system reports {string.Join(" and ", AdjustmentRules.Names(OfSystems))} alone.");
            var found = (Guid.TryParse(request.Id, out var id)
                ? await AdjustmentStore.LockAsync(work.Transaction, id, own, work.Cancel) : null)
                ?? throw ListAdjustments.None();
            var administration = members.View.Administration(own)!;
            var today = clock.Today(administration.TimeZone);
            var report = Take(request.Step, found, administration, today, work.Faults);
            await AdjustmentStore.StoreAsync(
                work.Transaction, work.Caller.Id, found, report,
                Posting.Of(report, found.Life.Proposed, found.IsInvalidated), work.Cancel);
            return new ReportAdjustmentResponse
            {
                Adjustment = (found.Life with { Reports = [.. found.Life.Reports, report] }).On(today),
            };
        }, cancel);
    }

    private AdjustmentReport Take(
        AdjustmentStep asked, FoundAdjustment found, AdministrationView administration, DateOnly today,
        Violations faults)
    {
        var life = found.Life;
        var allowed = life.AllowedOn(today, found.IsInvalidated);
        if (!allowed.Contains(asked.KindCase))
            throw new ClubException(ErrorReason.StateForbids,
                $"{AdjustmentRules.Names([asked.KindCase]).Single()} is not allowed: the adjustment is "
                + $"{AdjustmentRules.Name(life.StateOn(today))}; allowed are "
                + $"{string.Join(", ", AdjustmentRules.Names(allowed).DefaultIfEmpty("no more steps"))}.");

        var policy = administration.PolicyOn(found.AcceptanceDay)!;
        AdjustmentRules.CheckBeside(asked, life, policy, today, faults);
        var step = AdjustmentRules.Complete(
            asked, administration.PolicyOn(Wire.ParseDay(AdjustmentRules.DayOf(asked))) ?? policy, faults);
        faults.ThrowIfAny();
        return new()
        {
            Adjustment = life.Proposed.Id,
            Mrn = life.Proposed.Mrn,
            Administration = life.Proposed.Administration,
            Number = life.Reports.Count + 1,
            State = life.After(step),
            Step = step,
            TimeBar = Wire.Day(life.TimeBarAfter(step, AdjustmentRules.FraudYears(policy), found.AcceptanceDay)),
            RecordedAt = time.RecordedNow(),
        };
    }
}
