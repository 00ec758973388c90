using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Storage;

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
        var current = await SuppliersReader.NewestAsync(work.Transaction.Connection!, request.Certificate, work.Cancel);
        if (current is null)
        {
            work.Faults.Add(
                "certificate", "", "CERTIFICATE", request.Certificate, "number of an issued certificate",
                "There is no such certificate.");
        }

        work.Faults.ThrowIfAny();
        if (current!.State != CertificateState.Issued)
            throw new ClubException(ErrorReason.StateForbids, "Only an issued certificate can be revoked.");

        var revoked = current.Clone();
        revoked.Version = current.Version + 1;
        revoked.State = CertificateState.Revoked;
        revoked.RevokedFrom = ChangeRules.Day(effective!.Value);
        revoked.RevocationGround = request.Ground;
        revoked.RecordedAt = null;
        var change = ChangeRules.Change(revoked, work.Caller, request.Reason);
        var prepared = new CertificateChangePrepared { Change = change };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, revoked.Number, effective, prepared), work.Cancel);
        await SuppliersWriter.AddAsync(work, entry, change);
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
