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
            CertificateFault.Superseded => Superseded(number, certificate!),
            CertificateFault.Suspended => Suspended(number, certificate!, consignment),
            CertificateFault.OtherCountry =>
                $"certificate {number} is for a facility in {certificate!.Country}, origin is {consignment.Origin}.",
            CertificateFault.OtherFacility =>
                $"certificate {number} is for facility {certificate!.Facility}, declared is {consignment.Facility}.",
            CertificateFault.NotCovered =>
                $"certificate {number} does not cover {line.Material}{As(line)}{Name(line.Stage)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        });

    public static string Met(string document, CertificateEvidence certificate, ClubLine line) => certificate.IsAssumed
        ? $"Asked for by document {document}: a certificate of level {certificate.Level} that covers the goods "
            + "is assumed."
        : string.Create(CultureInfo.InvariantCulture, stackalloc char[Sentence.LengthUsual],
            $"Asked for by document {document}: certificate {certificate.Number}, version {certificate.Version}, of "
            + $"level {certificate.Level} covers {line.Material}{As(line)}{Name(line.Stage)} "
            + $"from {certificate.Country}.");

    private static FormattableString Superseded(string number, CertificateEvidence certificate) =>
        $"{certificate.SupersededBy} replaces certificate {number} from {certificate.SupersededFrom:yyyy-MM-dd}.";

    private static FormattableString Suspended(
        string number, CertificateEvidence certificate, Consignment consignment)
    {
        var suspension = certificate.SuspensionOn(consignment.CertificateDay ?? consignment.AcceptanceDay)!.Value;
        if (suspension.To is not { } until)
            return $"certificate {number} is suspended from {suspension.From:yyyy-MM-dd}.";
        return $"certificate {number} was suspended from {suspension.From:yyyy-MM-dd} until before {until:yyyy-MM-dd}.";
    }

    private static string As(ClubLine line) => line.Material.Length == 0 ? "" : " as ";

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
