using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Copies;

namespace CrmClub.Declarations.Conformance;

/// <summary>Certificates of the sandbox, in each state. Suppliers knows none of them.</summary>
internal static class TestCertificates
{
    /// <summary>The facility that they certify, in Malaysia.</summary>
    public const string Facility = "F-TEST";

    private const string FirstDay = "2026-01-01";

    public static CertificateView View { get; } = CertificateView.Empty.With(
    [
        (1, Of("CRM-TEST-VALID", CertificateState.Issued)),
        (2, Of("CRM-TEST-REVOKED", CertificateState.Revoked)),
        (3, Of("CRM-TEST-EXPIRED", CertificateState.Issued, validTo: "2026-01-02")),
    ]);

    private static Certificate Of(string number, CertificateState state, string validTo = "2100-01-01") => new()
    {
        Number = number,
        Version = 1,
        Facility = Facility,
        Country = "MY",
        Level = CertificateLevel.B,
        Scopes =
        {
            new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound },
            new Scope { Material = "Dy", Stage = Stage.SeparatedCompound },
        },
        State = state,
        ValidFrom = FirstDay,
        ValidTo = validTo,
        RevokedFrom = state == CertificateState.Revoked ? FirstDay : "",
        RevocationGround = state == CertificateState.Revoked ? RevocationGround.Fraud : 0,
    };
}
