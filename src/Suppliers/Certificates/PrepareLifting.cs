using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Certificates;

/// <summary>First pair of eyes: the end of a suspension is drafted.</summary>
internal sealed class PrepareLifting(Mutations mutations, ClubTime time)
{
    public Task<PrepareLiftingResponse> RunAsync(
        PrepareLiftingRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => PrepareAsync(request, work), cancel);

    private async Task<PrepareLiftingResponse> PrepareAsync(PrepareLiftingRequest request, Work work)
    {
        var effective = work.Faults.Day("effective_day", "", request.EffectiveDay);
        ChangeRules.Reason(request.Reason, work.Faults);
        var current = await ChangeRules.CurrentAsync(request.Certificate, work);
        // An earlier day gives back what a mistaken suspension took; before its first day there is nothing to give.
        if (current?.State == CertificateState.Suspended && effective < ChangeRules.Day(current.Suspensions[^1].From))
        {
            work.Faults.Add(
                "effective_day", "", "LIFTED_BEFORE_SUSPENDED", request.EffectiveDay,
                $"{current.Suspensions[^1].From} or later", "The certificate was not suspended yet.");
        }

        work.Faults.ThrowIfAny();
        if (current!.State != CertificateState.Suspended)
            throw new ClubException(ErrorReason.StateForbids, "Only a suspended certificate can be lifted.");

        var today = ChangeRules.Day(time.Today(ChangeRules.ClubZone));
        var missed = (await SurveillanceStore.DaysAsync(
            work.Transaction.Connection!, new SurveillanceQuery { Certificate = current.Number }, work.Cancel))
            .FirstOrDefault(one => one.PassedOn.Length == 0
                && string.CompareOrdinal(one.DueOn, today) < 0);
        if (missed is not null)
        {
            throw new ClubException(
                ErrorReason.StateForbids, $"The surveillance that was due on {missed.DueOn} has not been passed.");
        }

        var lifted = CertificateLife.Next(current);
        lifted.State = CertificateState.Issued;
        lifted.Suspensions[^1].Until = ChangeRules.Day(effective!.Value);
        var change = await ChangeRules.PrepareAsync(work, lifted, effective, request.Reason);
        return new PrepareLiftingResponse { Change = change };
    }
}
