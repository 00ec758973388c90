using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers.Certificates;

/// <summary>What a version of a certificate says of a day.</summary>
internal static class CertificateLife
{
    /// <summary>Its state on that day.</summary>
    public static CertificateState StateOn(Certificate certificate, DateOnly day)
    {
        if (Begun(certificate.RevokedFrom, day))
            return CertificateState.Revoked;
        if (Begun(certificate.SupersededFrom, day))
            return CertificateState.Superseded;
        if (ChangeRules.Day(certificate.ValidTo) <= day)
            return CertificateState.Expired;
        return certificate.Suspensions.Any(one => Lasts(one, day))
            ? CertificateState.Suspended
            : CertificateState.Issued;
    }

    /// <summary>Whether it counts on that day.</summary>
    public static bool Counts(Certificate certificate, DateOnly day) =>
        StateOn(certificate, day) == CertificateState.Issued && ChangeRules.Day(certificate.ValidFrom) <= day;

    /// <summary>The next version, as yet without any change.</summary>
    public static Certificate Next(Certificate certificate)
    {
        var next = certificate.Clone();
        next.Version = certificate.Version + 1;
        next.RecordedAt = null;
        return next;
    }

    private static bool Lasts(CertificateSuspension suspension, DateOnly day) =>
        ChangeRules.Day(suspension.From) <= day
        && (suspension.Until.Length == 0 || day < ChangeRules.Day(suspension.Until));

    private static bool Begun(string from, DateOnly day) => from.Length > 0 && ChangeRules.Day(from) <= day;
}
