using System.Globalization;

namespace CrmClub.Tariffs.Engine;

/// <summary>What is said of a certificate that was asked for.</summary>
internal static class CertificateReasons
{
    public static string Of(
        CertificateFault fault, string number, CertificateEvidence? certificate, Consignment consignment, ClubLine line)
        => FormattableString.Invariant(fault switch
        {
            CertificateFault.NotKnown => $"certificate '{number}' is not known.",
            CertificateFault.NotYetValid =>
                $"certificate {number} is valid only from {certificate!.Valid.From:yyyy-MM-dd}.",
            CertificateFault.Expired => $"certificate {number} expired on {certificate!.Valid.To:yyyy-MM-dd}.",
            CertificateFault.Revoked => $"certificate {number} is revoked from {certificate!.RevokedFrom:yyyy-MM-dd}.",
            CertificateFault.OtherCountry =>
                $"certificate {number} is for a facility in {certificate!.Country}, origin is {consignment.Origin}.",
            CertificateFault.OtherFacility =>
                $"certificate {number} is for facility {certificate!.Facility}, declared is {consignment.Facility}.",
            CertificateFault.NotCovered => $"certificate {number} does not cover {Scope(line)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        });

    public static string Met(CertificateEvidence certificate, ClubLine line) => certificate.IsAssumed
        ? $"a certificate of level {certificate.Level} that covers the goods is assumed."
        : string.Create(CultureInfo.InvariantCulture, stackalloc char[Sentence.LengthUsual],
            $"certificate {certificate.Number}, version {certificate.Version}, of level {certificate.Level} covers "
            + $"{Scope(line)} from {certificate.Country}.");

    private static string Scope(ClubLine line)
    {
        var stage = Name(line.Stage);
        return line.Material.Length == 0 ? stage : $"{line.Material} as {stage}";
    }

    private static string Name(Stage stage) => stage switch
    {
        Stage.Ore => "ore",
        Stage.Concentrate => "concentrate",
        Stage.MixedCompound => "mixed compound",
        Stage.SeparatedCompound => "separated compound",
        Stage.Metal => "metal",
        Stage.Alloy => "alloy",
        Stage.Magnet => "magnet",
        Stage.SemiFinished => "semi-finished product",
        Stage.Scrap => "scrap",
        _ => "goods of no stage",
    };
}
