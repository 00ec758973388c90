using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>Certificates between contract and engine.</summary>
public static class Certificates
{
    /// <summary>What a version of a certificate proves; null where it was never issued (a draft).</summary>
    public static CertificateEvidence? ToEvidence(Certificate certificate) =>
        certificate.State is CertificateState.Issued or CertificateState.Revoked
            ? new(certificate.Number, certificate.Version, (CertificateLevel)certificate.Level, certificate.Country,
                certificate.Facility,
                [.. certificate.Scopes.Select(scope => new CertificateScope(scope.Material, (Stage)scope.Stage))],
                Wire.Validity(certificate.ValidFrom, certificate.ValidTo),
                certificate.RevokedFrom.Length == 0 ? null : Wire.ParseDay(certificate.RevokedFrom))
            : null;
}
