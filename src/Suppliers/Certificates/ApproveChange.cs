using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;
using Google.Protobuf;

namespace CrmClub.Suppliers.Certificates;

/// <summary>Second pair of eyes: the change takes effect, once.</summary>
internal sealed class ApproveChange(
    Mutations mutations, IssueCredential credentials, ClubTime clubTime, TimeProvider time)
{
    private DateOnly Today => clubTime.Today(ChangeRules.ClubZone);

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

        var certificate = change.Certificate;
        await SuppliersWriter.LockCertificateAsync(work, certificate.Number);
        if (await SuppliersReader.ApprovedAsync(connection, id, work.Cancel) is { } approved)
            return new ApproveChangeResponse { Change = approved };
        var current = await SuppliersReader.NewestAsync(connection, certificate.Number, work.Cancel);
        if ((current?.Version ?? 0) != certificate.Version - 1)
        {
            throw new ClubException(
                ErrorReason.ConcurrentChange, "The certificate was changed after this change had been prepared.");
        }

        change.Approver = work.Caller.Id;
        TakeEffect(certificate);
        if (certificate.State == CertificateState.Draft)
            await IssueAsync(change, work);
        else
            await SuppliersWriter.ApproveAsync(
                work, await AppendAsync(work, change, certificate, Event(change)), change);
        return new ApproveChangeResponse { Change = change };
    }

    // A new certificate has a credential, and may end the one whose place it takes.
    private async Task IssueAsync(CertificateChange change, Work work)
    {
        var certificate = change.Certificate;
        await CitedApplication.HoldAsync(certificate.Application, work);
        var ended = await EndedAsync(certificate, work);
        certificate.State = CertificateState.Issued;
        // Counted from the decision, not from a first day before it.
        var begin = ChangeRules.Day(certificate.ValidFrom) > Today ? ChangeRules.Day(certificate.ValidFrom) : Today;
        certificate.SurveillanceDays.AddRange(SurveillanceRules.Read(
            await SchemeStore.OnAsync(work.Transaction.Connection!, Today, work.Cancel))
            .Days(begin, ChangeRules.Day(certificate.ValidTo)).Select(ChangeRules.Day));
        var credential = await credentials.SignAsync(certificate, work);
        var issued = new CertificateIssued
        {
            Certificate = certificate,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
            Credential = credential.Record,
        };
        var entry = await AppendAsync(work, change, certificate, issued);
        await SuppliersWriter.ApproveAsync(work, entry, change);
        await CredentialStore.AddAsync(work, entry, credential);
        if (ended is null)
            return;
        var superseded = new CertificateSuperseded
        {
            Certificate = ended,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
        };
        await SuppliersWriter.AddAsync(
            work, await AppendAsync(work, change, ended, superseded), ended, change.Id);
    }

    private async Task<Certificate?> EndedAsync(Certificate certificate, Work work)
    {
        if (certificate.Replaces.Length == 0)
            return null;
        await SuppliersWriter.LockCertificateAsync(work, certificate.Replaces);
        var replaced = (await SuppliersReader.NewestAsync(
            work.Transaction.Connection!, certificate.Replaces, work.Cancel))!;
        if (replaced.State != CertificateState.Issued)
        {
            throw new ClubException(
                ErrorReason.ConcurrentChange, $"{replaced.Number} was {replaced.State} after this had been prepared.");
        }

        var end = ChangeRules.Day(replaced.ValidTo);
        if (ChangeRules.Day(certificate.ValidFrom) >= end)
            return null;
        // Approval is the publication here, too.
        if (ChangeRules.Day(certificate.ValidFrom) < Today)
            certificate.ValidFrom = ChangeRules.Day(Today);
        if (ChangeRules.Day(certificate.ValidTo) <= Today)
            throw new ClubException(ErrorReason.StateForbids, "The certificate's last day has passed.");
        if (Today >= end)
            return null;
        var ended = CertificateLife.Next(replaced);
        ended.State = CertificateState.Superseded;
        ended.SupersededFrom = certificate.ValidFrom;
        ended.SupersededBy = certificate.Number;
        ended.RecordedAt = certificate.RecordedAt;
        return ended;
    }

    // Approval is the publication: a day that passed while the change waited is no longer open.
    private void TakeEffect(Certificate certificate)
    {
        certificate.RecordedAt = time.RecordedNow();
        if (certificate.State == CertificateState.Revoked
            && !ChangeRules.MayBeBackdated(certificate.RevocationGround)
            && ChangeRules.Day(certificate.RevokedFrom) < Today)
            certificate.RevokedFrom = ChangeRules.Day(Today);
        if (certificate.State == CertificateState.Suspended
            && ChangeRules.Day(certificate.Suspensions[^1].From) < Today)
            certificate.Suspensions[^1].From = ChangeRules.Day(Today);
    }

    private static Task<long> AppendAsync(
        Work work, CertificateChange change, Certificate certificate, IMessage happened) =>
        work.Transaction.AppendAsync(
            new NewEntry(change.Approver, certificate.Number, EffectiveDay(certificate), happened), work.Cancel);

    private static DateOnly EffectiveDay(Certificate certificate) => ChangeRules.Day(certificate.State switch
    {
        CertificateState.Revoked => certificate.RevokedFrom,
        CertificateState.Superseded => certificate.SupersededFrom,
        CertificateState.Suspended => certificate.Suspensions[^1].From,
        _ when certificate.Suspensions.Count > 0 => certificate.Suspensions[^1].Until,
        _ => certificate.ValidFrom,
    });

    private static IMessage Event(CertificateChange change) => change.Certificate.State switch
    {
        CertificateState.Revoked => new CertificateRevoked
        {
            Certificate = change.Certificate,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
        },
        CertificateState.Suspended => new CertificateSuspended
        {
            Certificate = change.Certificate,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
        },
        _ => new CertificateSuspensionLifted
        {
            Certificate = change.Certificate,
            ChangeId = change.Id,
            Author = change.Author,
            Approver = change.Approver,
        },
    };
}
