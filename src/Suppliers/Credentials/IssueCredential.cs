using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Schemes;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Credentials;

/// <summary>Signs the credential of a certificate that is being issued.</summary>
internal sealed class IssueCredential(KeyRing keys, Issuer issuer)
{
    private static readonly Caller Club = new("club", "club", "club", IsPerson: false, new HashSet<string>());

    /// <summary>
    /// Signs for certificates that were issued before there were credentials, or whose key is compromised.
    /// </summary>
    public async Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var compromised = keys.Compromised;
        foreach (var number in await CredentialStore.WithoutAsync(connection, compromised, cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var work = new Work(transaction, Club, new Violations(), cancel);
            await SuppliersWriter.LockCertificateAsync(work, number);
            var certificate = (await SuppliersReader.NewestAsync(connection, number, cancel))!;
            // Another replica, or a revocation, may have been first.
            if (certificate.State is not (CertificateState.Issued or CertificateState.Suspended)
                || (await CredentialStore.ReadAsync(connection, number, cancel))
                    .Any(one => !compromised.Contains(one.Content.KeyId)))
                continue;
            var credential = await SignAsync(certificate, work);
            var entry = await transaction.AppendAsync(
                new NewEntry(Club.Id, number, null, new CredentialIssued { Credential = credential.Record }), cancel);
            await CredentialStore.AddAsync(work, entry, credential);
            await transaction.CommitAsync(cancel);
        }
    }

    public async Task<StoredCredential> SignAsync(Certificate certificate, Work work)
    {
        var connection = work.Transaction.Connection!;
        var facility = await SuppliersReader.FacilityAsync(connection, certificate.Facility, work.Cancel);
        var registered = await SuppliersReader.OperatorAsync(connection, facility!.Operator, work.Cancel);
        var scheme = await SchemeAsync(connection, certificate, work.Cancel);
        var (list, index) = await CredentialStore.DrawAsync(work);
        var document = ConformityCredential.Write(
            certificate, facility, registered!, scheme, issuer, list, index);
        var (key, jwt) = keys.Sign(document);
        return new(certificate.Number, certificate.Version, key, list, index, jwt);
    }

    // By which it was assessed; a certificate from before assessments were cited by the founding one.
    private static async Task<Scheme> SchemeAsync(
        NpgsqlConnection connection, Certificate certificate, CancellationToken cancel)
    {
        var assessment = await AssessmentStore.NewestAsync(connection, certificate.Assessment, cancel);
        var stored = assessment is null
            ? (await SchemeStore.AllAsync(connection, cancel))[0]
            : (await SchemeStore.NumberedAsync(connection, assessment.Scheme, cancel)).Stored;
        var scheme = SchemeDocument.Read(stored);
        return new(scheme.Number, scheme.Title, stored.From);
    }
}
