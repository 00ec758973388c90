using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Suppliers.Certificates;

/// <summary>First pair of eyes: a suspension is drafted.</summary>
internal sealed class PrepareSuspension(Mutations mutations, ClubTime time)
{
    public Task<PrepareSuspensionResponse> RunAsync(
        PrepareSuspensionRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => PrepareAsync(request, work), cancel);

    private async Task<PrepareSuspensionResponse> PrepareAsync(PrepareSuspensionRequest request, Work work)
    {
        var today = time.Today(ChangeRules.ClubZone);
        var effective = Check(request, today, work.Faults);
        var current = await ChangeRules.CurrentAsync(request.Certificate, work);
        work.Faults.ThrowIfAny();
        if (current!.State != CertificateState.Issued || ChangeRules.Day(current.ValidTo) <= effective)
        {
            throw new ClubException(
                ErrorReason.StateForbids, "Only an issued certificate can be suspended, from a day of its validity.");
        }

        var suspended = CertificateLife.Next(current);
        suspended.State = CertificateState.Suspended;
        suspended.Suspensions.Add(
            new CertificateSuspension { From = ChangeRules.Day(effective!.Value), Ground = request.Ground });
        var change = await ChangeRules.PrepareAsync(work, suspended, effective, request.Reason);
        return new PrepareSuspensionResponse { Change = change };
    }

    private static DateOnly? Check(PrepareSuspensionRequest request, DateOnly today, Violations faults)
    {
        if (!Enum.IsDefined(request.Ground) || request.Ground == SuspensionGround.Unspecified)
        {
            faults.Add(
                "ground", "", "GROUND", $"{request.Ground}", "a ground of suspension", "There is no such ground.");
        }

        var effective = faults.Day("effective_day", "", request.EffectiveDay);
        if (effective < today)
        {
            faults.Add(
                "effective_day", "", "BACKDATED_SUSPENSION", request.EffectiveDay, "today or later",
                "A suspension counts from its publication; what never held is revoked.");
        }

        ChangeRules.Reason(request.Reason, faults);
        return effective;
    }
}
