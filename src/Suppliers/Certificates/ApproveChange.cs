using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Storage;
using Google.Protobuf;

namespace CrmClub.Suppliers.Certificates;

/// <summary>Second pair of eyes: the change takes effect, once.</summary>
internal sealed class ApproveChange(
    Mutations mutations, IssueCredential credentials, ClubTime clubTime, TimeProvider time)
{
    public Task<ApproveChangeResponse> RunAsync(
        ApproveChangeRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => ApproveAsync(request, work), cancel);

    private async Task<ApproveChangeResponse> ApproveAsync(ApproveChangeRequest request, Work work)
    {
        if (!Guid.TryParseExact(request.ChangeId, "D", out var id))
            work.Faults.Add("change_id", "", "UUID", request.ChangeId, "id of a prepared change", "It is no UUID.");
        work.Faults.ThrowIfAny();

        var connection = work.Transaction.Connection!;
        var change = await SuppliersReader.ChangeAsync(connection, id, work.Cancel)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such change.");
        if (change.Author == work.Caller.Id)
            throw new ClubException(ErrorReason.FourEyes, "Who prepared a change may not approve it.");

        await SuppliersWriter.LockCertificateAsync(work, change.Certificate.Number);
        if (await SuppliersReader.ApprovedAsync(connection, id, work.Cancel) is { } approved)
            return new ApproveChangeResponse { Change = approved };
        var current = await SuppliersReader.NewestAsync(connection, change.Certificate.Number, work.Cancel);
        if ((current?.Version ?? 0) != change.Certificate.Version - 1)
        {
            throw new ClubException(
                ErrorReason.ConcurrentChange, "The certificate was changed after this change had been prepared.");
        }

        TakeEffect(change, work.Caller);
        var credential = change.Certificate.State == CertificateState.Issued
            ? await credentials.SignAsync(change.Certificate, work)
            : null;
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, change.Certificate.Number, EffectiveDay(change.Certificate),
                Event(change, credential?.Record)),
            work.Cancel);
        await SuppliersWriter.ApproveAsync(work, entry, change);
        if (credential is not null)
            await CredentialStore.AddAsync(work, entry, credential);
        return new ApproveChangeResponse { Change = change };
    }

    private void TakeEffect(CertificateChange change, Caller approver)
    {
        var certificate = change.Certificate;
        certificate.RecordedAt = time.RecordedNow();
        change.Approver = approver.Id;
        if (certificate.State == CertificateState.Draft)
            certificate.State = CertificateState.Issued;

        // Approval is the publication: a day that passed while the change waited is no longer open on these grounds.
        var today = clubTime.Today(ChangeRules.ClubZone);
        if (certificate.State == CertificateState.Revoked
            && !ChangeRules.MayBeBackdated(certificate.RevocationGround)
            && ChangeRules.Day(certificate.RevokedFrom) < today)
            certificate.RevokedFrom = ChangeRules.Day(today);
    }

    private static DateOnly EffectiveDay(Certificate certificate) => ChangeRules.Day(
        certificate.State == CertificateState.Revoked ? certificate.RevokedFrom : certificate.ValidFrom);

    private static IMessage Event(CertificateChange change, CredentialRecord? credential) => credential is null
        ? new CertificateRevoked
        {
            Certificate = change.Certificate,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
        }
        : new CertificateIssued
        {
            Certificate = change.Certificate,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
            Credential = credential,
        };
}
