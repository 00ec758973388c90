namespace CrmClub.Tariffs.Engine;

/// <summary>Why a certificate does not count for an item.</summary>
internal enum CertificateFault
{
    None,
    NotKnown,
    NotYetValid,
    Expired,
    Revoked,
    Superseded,
    Suspended,
    OtherCountry,
    OtherFacility,
    NotCovered,
}

/// <summary>
/// A certificate counts when it is valid on the acceptance day, covers the line's material at its stage, and its
/// facility lies in the country of origin and is the one declared, where one is.
/// </summary>
internal static class CertificateCheck
{
    /// <summary>Whether the document is presented, and as a certificate counts for the item.</summary>
    public static bool Presents(Consignment consignment, string code, ClubLine line)
    {
        foreach (var document in consignment.Documents)
        {
            if (document.Code == code && (code != DocumentCodes.Certificate
                || Check(Find(consignment, document), consignment, line) == CertificateFault.None))
            {
                return true;
            }
        }

        return false;
    }

    public static CertificateEvidence? Find(Consignment consignment, PresentedDocument document)
    {
        foreach (var certificate in consignment.Certificates)
        {
            if (certificate.Number == document.Reference)
                return certificate;
        }

        return null;
    }

    public static CertificateFault Check(CertificateEvidence? certificate, Consignment consignment, ClubLine line)
    {
        if (certificate is null)
            return CertificateFault.NotKnown;
        if (certificate.IsAssumed)
            return CertificateFault.None;
        var day = consignment.CertificateDay ?? consignment.AcceptanceDay;
        if (day < certificate.Valid.From)
            return CertificateFault.NotYetValid;
        if (certificate.RevokedFrom <= day)
            return CertificateFault.Revoked;
        if (certificate.SupersededFrom <= day)
            return CertificateFault.Superseded;
        if (certificate.SuspensionOn(day) is not null)
            return CertificateFault.Suspended;
        if (!certificate.Valid.Covers(day))
            return CertificateFault.Expired;
        if (certificate.Country != consignment.Origin)
            return CertificateFault.OtherCountry;
        if (consignment.Facility.Length > 0 && certificate.Facility != consignment.Facility)
            return CertificateFault.OtherFacility;
        return Covers(certificate, line) ? CertificateFault.None : CertificateFault.NotCovered;
    }

    // A line that counts no material holds several: there the stage alone must be covered.
    private static bool Covers(CertificateEvidence certificate, ClubLine line)
    {
        foreach (var scope in certificate.Scopes)
        {
            if (scope.Stage == line.Stage && (line.Material.Length == 0 || scope.Material == line.Material))
                return true;
        }

        return false;
    }
}
