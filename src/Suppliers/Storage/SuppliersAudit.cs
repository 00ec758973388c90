using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Grievances;
using CrmClub.Suppliers.Ledger;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Suppliers.Storage;

/// <summary>Compares the tables with the entries that made them.</summary>
internal sealed class SuppliersAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var scheme in await SchemeStore.AllAsync(connection, cancel))
            yield return Row(scheme.Entry, Scheme(scheme));
        foreach (var (entry, registered) in await SuppliersReader.OperatorsAsync(connection, null, cancel))
            yield return Row(entry, registered);
        foreach (var (entry, facility) in await FacilityStore.RegisteredAsync(connection, cancel))
            yield return Row(entry, facility);
        foreach (var (entry, change) in await FacilityStore.ChangesAsync(connection, cancel))
            yield return Row(entry, change);
        foreach (var (entry, transfer) in await TransferStore.ReadAsync(connection, null, cancel))
            yield return Row(entry, transfer);
        foreach (var (entry, change) in await SuppliersReader.ChangesAsync(connection, null, cancel))
            yield return Row(entry, change);
        foreach (var (entry, approval) in await SuppliersReader.ApprovalsAsync(connection, cancel))
            yield return Row(entry, approval);
        foreach (var (entry, version) in await SuppliersReader.CertificatesAsync(connection, new(), cancel))
            yield return Row(entry, version);
        foreach (var (entry, credential) in await CredentialStore.ReadAsync(connection, null, cancel))
            yield return Row(entry, credential.Record);
        foreach (var (entry, change) in await KeyChangeStore.ChangesAsync(connection, null, cancel))
            yield return Row(entry, change);
        foreach (var (entry, approval) in await KeyChangeStore.ApprovalsAsync(connection, null, cancel))
            yield return Row(entry, approval);
        foreach (var (entry, grievance) in await GrievanceStore.FiledAsync(connection, new(), cancel))
            yield return Row(entry, grievance);
        foreach (var (entry, taken) in await GrievanceStore.StepsAsync(connection, null, cancel))
            yield return Row(entry, taken);
        foreach (var (entry, body) in await AssessmentStore.BodiesAsync(connection, cancel))
            yield return Row(entry, body);
        foreach (var (entry, assessor) in await AssessmentStore.AssessorsAsync(connection, cancel))
            yield return Row(entry, assessor);
        foreach (var (entry, change) in await AccreditationStore.ChangesAsync(connection, null, cancel))
            yield return Row(entry, change);
        foreach (var (entry, approval) in await AccreditationStore.ApprovalsAsync(connection, null, cancel))
            yield return Row(entry, approval);
        foreach (var (entry, version) in await AccreditationStore.VersionsAsync(connection, cancel))
            yield return Row(entry, version);
        foreach (var (entry, warned) in await SurveillanceStore.WarningsAsync(connection, cancel))
            yield return Row(entry, warned);
        foreach (var (entry, passed) in await SurveillanceStore.PassesAsync(connection, cancel))
            yield return Row(entry, passed);
        foreach (var (entry, one) in await ApplicationStore.RepresentativesAsync(connection, null, false, cancel))
            yield return Row(entry, one);
        foreach (var (entry, application) in await ApplicationStore.FiledAsync(connection, cancel))
            yield return Row(entry, application);
        foreach (var (entry, taken) in await ApplicationStore.StepsAsync(connection, cancel))
            yield return Row(entry, taken);
        foreach (var (entry, assessment) in await AssessmentStore.AssessmentsAsync(connection, new(), cancel))
            yield return Row(entry, assessment);
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body)
    {
        if (kind == ClubFounded.Descriptor.FullName)
            return [Row(entryId, ClubFounded.Parser.ParseFrom(body))];
        if (kind == OperatorRegistered.Descriptor.FullName)
            return [Row(entryId, OperatorRegistered.Parser.ParseFrom(body).Operator)];
        if (kind == FacilityRegistered.Descriptor.FullName)
            return [Row(entryId, FacilityRegistered.Parser.ParseFrom(body).Facility)];
        if (kind == CapacityChanged.Descriptor.FullName)
            return [Row(entryId, CapacityChanged.Parser.ParseFrom(body))];
        if (kind == FacilityTransferred.Descriptor.FullName)
            return [Row(entryId, FacilityTransferred.Parser.ParseFrom(body).Transfer)];
        if (kind == AccreditedBodyRegistered.Descriptor.FullName)
            return [Row(entryId, AccreditedBodyRegistered.Parser.ParseFrom(body).Body)];
        if (kind == AccreditedAssessorRegistered.Descriptor.FullName)
            return [Row(entryId, AccreditedAssessorRegistered.Parser.ParseFrom(body).Assessor)];
        if (kind == RepresentativeRegistered.Descriptor.FullName)
            return [Row(entryId, RepresentativeRegistered.Parser.ParseFrom(body).Representative)];
        if (kind == ApplicationFiled.Descriptor.FullName)
            return [Row(entryId, ApplicationFiled.Parser.ParseFrom(body).Application)];
        if (kind == ApplicationStepTaken.Descriptor.FullName)
            return [Row(entryId, ApplicationStepTaken.Parser.ParseFrom(body))];
        if (kind == AccreditationChangePrepared.Descriptor.FullName)
            return [Row(entryId, AccreditationChangePrepared.Parser.ParseFrom(body).Change)];
        if (kind == AccreditationChanged.Descriptor.FullName)
            return Changed(entryId, AccreditationChanged.Parser.ParseFrom(body).Change);
        if (kind == AssessmentRecorded.Descriptor.FullName)
            return [Row(entryId, AssessmentRecorded.Parser.ParseFrom(body).Assessment)];
        if (kind == CertificateChangePrepared.Descriptor.FullName)
            return [Row(entryId, CertificateChangePrepared.Parser.ParseFrom(body).Change)];
        if (kind == CertificateIssued.Descriptor.FullName)
        {
            var issued = CertificateIssued.Parser.ParseFrom(body);
            var approved = Approved(entryId, issued.Certificate, issued.ChangeId, issued.Author, issued.Approver);
            return issued.Credential is null ? approved : approved.Append(Row(entryId, issued.Credential));
        }

        if (kind == CertificateRevoked.Descriptor.FullName)
        {
            var revoked = CertificateRevoked.Parser.ParseFrom(body);
            return Approved(entryId, revoked.Certificate, revoked.ChangeId, revoked.Author, revoked.Approver);
        }

        if (kind == CertificateSuspended.Descriptor.FullName)
        {
            var suspended = CertificateSuspended.Parser.ParseFrom(body);
            return Approved(
                entryId, suspended.Certificate, suspended.ChangeId, suspended.Author, suspended.Approver);
        }

        if (kind == CertificateSuspensionLifted.Descriptor.FullName)
        {
            var lifted = CertificateSuspensionLifted.Parser.ParseFrom(body);
            return Approved(entryId, lifted.Certificate, lifted.ChangeId, lifted.Author, lifted.Approver);
        }

        // The change was approved with the certificate that it issued.
        if (kind == CertificateSuperseded.Descriptor.FullName)
            return [Row(entryId, CertificateSuperseded.Parser.ParseFrom(body).Certificate)];

        if (kind == SurveillanceWarned.Descriptor.FullName)
            return [Row(entryId, SurveillanceWarned.Parser.ParseFrom(body))];
        if (kind == SurveillancePassed.Descriptor.FullName)
            return [Row(entryId, SurveillancePassed.Parser.ParseFrom(body))];
        if (kind == GrievanceFiled.Descriptor.FullName)
            return [Row(entryId, GrievanceFiled.Parser.ParseFrom(body).Grievance)];
        if (kind == GrievanceStepTaken.Descriptor.FullName)
        {
            var taken = GrievanceStepTaken.Parser.ParseFrom(body);
            return [Row(entryId, new GrievanceStepTaken { Grievance = taken.Grievance, Step = taken.Step })];
        }

        if (kind == CredentialKeyChangePrepared.Descriptor.FullName)
            return [Row(entryId, CredentialKeyChangePrepared.Parser.ParseFrom(body).Change)];
        if (kind == CredentialKeysRotated.Descriptor.FullName)
        {
            return CredentialKeysRotated.Parser.ParseFrom(body).Change is { } change
                ? [Row(entryId, new CredentialKeyChange
                {
                    Id = change.Id,
                    Author = change.Author,
                    Approver = change.Approver,
                })]
                : [];
        }

        return kind == CredentialIssued.Descriptor.FullName
            ? [Row(entryId, CredentialIssued.Parser.ParseFrom(body).Credential)]
            : [];
    }

    private static IMessage Scheme(StoredScheme scheme) => scheme.Change is { } change
        ? new AccreditationChange
        {
            Id = change.ToString("D"),
            Scheme = ByteString.CopyFrom(scheme.Document),
            EffectiveFrom = ChangeRules.Day(scheme.From),
        }
        : new ClubFounded { DocumentHash = ByteString.CopyFrom(SHA256.HashData(scheme.Document)) };

    private static IEnumerable<AuditedRow> Changed(long entry, AccreditationChange change)
    {
        yield return Row(
            entry,
            new AccreditationChange { Id = change.Id, Author = change.Author, Approver = change.Approver });
        yield return Row(entry, change switch
        {
            { Body: { } body } => body,
            { Assessor: { } assessor } => assessor,
            _ => new AccreditationChange
            {
                Id = change.Id,
                Scheme = change.Scheme,
                EffectiveFrom = change.EffectiveFrom,
            },
        });
    }

    private static IEnumerable<AuditedRow> Approved(
        long entry, Certificate certificate, string change, string author, string approver) =>
        change.Length == 0
            ? [Row(entry, certificate)]
            : [
                Row(entry, new CertificateChange { Id = change, Author = author, Approver = approver }),
                Row(entry, certificate),
            ];

    private static AuditedRow Row(long entry, IMessage content)
    {
        var (table, key) = content switch
        {
            ClubFounded => ("scheme", $"entry_id={entry}"),
            Operator registered => ("operator", $"number={registered.Number}"),
            Facility facility => ("facility", $"number={facility.Number}"),
            CapacityChanged one => (
                "capacity_change",
                $"facility={one.Facility} material={one.Material} stage={one.Stage} valid_from={one.ValidFrom}"),
            FacilityTransfer one => ("facility_transfer", $"from_facility={one.FromFacility} number={one.Number}"),
            Certificate version => ("certificate_version", $"number={version.Number} version={version.Version}"),
            AccreditedBody { Version: > 1 } body => (
                "accreditation_version", $"number={body.Number} version={body.Version}"),
            AccreditedAssessor { Version: > 1 } one => (
                "accreditation_version", $"number={one.Number} version={one.Version}"),
            AccreditedBody body => ("accredited_body", $"number={body.Number}"),
            AccreditedAssessor assessor => ("accredited_assessor", $"number={assessor.Number}"),
            AccreditationChange { Author: "" } => ("scheme", $"entry_id={entry}"),
            AccreditationChange { Approver: "" } change => ("accreditation_change", $"id={change.Id}"),
            AccreditationChange approval => ("accreditation_approval", $"change_id={approval.Id}"),
            Representative one => (
                "representative", $"operator={one.Operator} subject={one.Subject} entry_id={entry}"),
            CertificationApplication one => ("application", $"number={one.Number}"),
            ApplicationStepTaken one => (
                "application_step", $"application={one.Application} place={one.Step.Place}"),
            FacilityAssessment one => ("assessment", $"number={one.Number} version={one.Version}"),
            SurveillanceWarned one => (
                "surveillance_warning",
                $"certificate={one.Certificate} due_on={one.DueOn} days_before={one.DaysBefore}"),
            SurveillancePassed one => ("surveillance_pass", $"certificate={one.Certificate} due_on={one.DueOn}"),
            CredentialRecord credential =>
                (
                    "credential",
                    $"certificate={credential.Certificate} version={credential.Version} key_id={credential.KeyId}"),
            CredentialKeyChange { Approver: "" } change => ("credential_key_change", $"id={change.Id}"),
            CredentialKeyChange approval => ("credential_key_approval", $"change_id={approval.Id}"),
            Grievance grievance => ("grievance", $"number={grievance.Number}"),
            GrievanceStepTaken taken =>
                ("grievance_step", $"grievance={taken.Grievance} place={taken.Step.Place}"),
            CertificateChange { Approver: "" } change => ("certificate_change", $"id={change.Id}"),
            CertificateChange approval => ("certificate_approval", $"change_id={approval.Id}"),
            _ => throw new InvalidOperationException($"No table holds {content.Descriptor.FullName}."),
        };
        return new(table, key, entry, content);
    }
}
