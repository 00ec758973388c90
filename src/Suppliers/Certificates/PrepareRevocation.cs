using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Suppliers.Certificates;

/// <summary>First pair of eyes: a revocation is drafted.</summary>
internal sealed class PrepareRevocation(Mutations mutations, ClubTime time)
{
    public Task<PrepareRevocationResponse> RunAsync(
        PrepareRevocationRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => PrepareAsync(request, work), cancel);

    private async Task<PrepareRevocationResponse> PrepareAsync(PrepareRevocationRequest request, Work work)
    {
        var effective = Check(request, work.Faults);
        var current = await ChangeRules.CurrentAsync(request.Certificate, work);
        work.Faults.ThrowIfAny();
        if (current!.State == CertificateState.Revoked)
            throw new ClubException(ErrorReason.StateForbids, "The certificate is revoked.");

        var revoked = CertificateLife.Next(current);
        revoked.State = CertificateState.Revoked;
        revoked.RevokedFrom = ChangeRules.Day(effective!.Value);
        revoked.RevocationGround = request.Ground;
        var change = await ChangeRules.PrepareAsync(work, revoked, effective, request.Reason);
        return new PrepareRevocationResponse { Change = change };
    }

    private DateOnly? Check(PrepareRevocationRequest request, Violations faults)
    {
        if (!Enum.IsDefined(request.Ground) || request.Ground == RevocationGround.Unspecified)
        {
            faults.Add(
                "ground", "", "GROUND", $"{request.Ground}", "a ground of revocation", "There is no such ground.");
        }

        var effective = faults.Day("effective_day", "", request.EffectiveDay);
        if (effective < time.Today(ChangeRules.ClubZone) && !ChangeRules.MayBeBackdated(request.Ground))
        {
            faults.Add(
                "effective_day", "", "BACKDATED_REVOCATION", request.EffectiveDay,
                "today or later; earlier only for fraud, a false statement or a certificate never entitled to",
                "On this ground a revocation counts from its publication.");
        }

        ChangeRules.Reason(request.Reason, faults);
        return effective;
    }
}
