using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>Certificates between contract and engine.</summary>
public static class Certificates
{
    /// <summary>What a version of a certificate proves; null where it was never issued (a draft).</summary>
    public static CertificateEvidence? ToEvidence(Certificate certificate) =>
        certificate.State is CertificateState.Unspecified or CertificateState.Draft
            ? null
            : new(certificate.Number, certificate.Version, (CertificateLevel)certificate.Level, certificate.Country,
                certificate.Facility,
                [.. certificate.Scopes.Select(scope => new CertificateScope(scope.Material, (Stage)scope.Stage))],
                Wire.Validity(certificate.ValidFrom, certificate.ValidTo),
                DayOrNone(certificate.RevokedFrom))
            {
                // One that was lifted from its first day on never was.
                Suspensions = [.. certificate.Suspensions.Where(one => one.From != one.Until)
                    .Select(one => Wire.Validity(one.From, one.Until))],
                SupersededFrom = DayOrNone(certificate.SupersededFrom),
                SupersededBy = certificate.SupersededBy,
            };

    private static DateOnly? DayOrNone(string day) => day.Length == 0 ? null : Wire.ParseDay(day);
}
