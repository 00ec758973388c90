using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.Journal;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Credentials;

/// <summary>Signs the credential of a certificate that is being issued.</summary>
internal sealed class IssueCredential(KeyRing keys, Issuer issuer)
{
    public async Task<StoredCredential> SignAsync(Certificate certificate, Work work)
    {
        var connection = work.Transaction.Connection!;
        var facility = await SuppliersReader.FacilityAsync(connection, certificate.Facility, work.Cancel);
        var registered = await SuppliersReader.OperatorAsync(connection, facility!.Operator, work.Cancel);
        var scheme = await SuppliersReader.SchemeAsync(connection, work.Cancel);
        var (list, index) = await CredentialStore.DrawAsync(work);
        var document = ConformityCredential.Write(
            certificate, facility, registered!, scheme, issuer, list, index);
        var (key, jwt) = keys.Sign(document);
        return new(certificate.Number, certificate.Version, key, list, index, jwt);
    }
}
