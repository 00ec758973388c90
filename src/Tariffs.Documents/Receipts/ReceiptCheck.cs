using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>One thing that was held against a receipt.</summary>
/// <param name="Check">What was checked, in a few words.</param>
/// <param name="Holds">Whether it agrees.</param>
/// <param name="Field">Field of the receipt, for instance "tariff_hash", or item and tax type.</param>
/// <param name="Stated">What the receipt states.</param>
/// <param name="Found">What was found instead; empty where it agrees.</param>
public sealed record ReceiptFinding(string Check, bool Holds, string Field, string Stated, string Found);

/// <summary>Checks receipts without the club: signature, hashes, inclusion, and the duty by the engine.</summary>
public static class ReceiptCheck
{
    /// <summary>Everything that was checked; all of it, even where something does not hold.</summary>
    /// <param name="document">The receipt with its declaration and basis.</param>
    /// <param name="tariff">The tariff version, as a club writes it out; one without faults.</param>
    /// <param name="keys">The club's public keys; null where no signature is checked.</param>
    /// <exception cref="FormatException">The receipt is no compact JWS.</exception>
    /// <exception cref="Contracts.Json.StrictJsonException">Its payload is no receipt.</exception>
    public static IReadOnlyList<ReceiptFinding> Of(
        ReceiptDocument document, TariffDocument tariff, PublicKeySet? keys)
    {
        var receipt = SignedReceipts.Unproven(document.Receipt);
        var declaration = document.Declaration ?? new();
        var basis = document.Basis ?? new();
        var findings = new List<ReceiptFinding>();
        if (keys is not null)
        {
            findings.Add(Signed("signature", "receipt", SignedReceipts.Holds(document.Receipt, keys)));
            if (receipt.TreeHead.Length > 0)
                findings.Add(Signed("tree head", "tree_head", TreeHeads.Read(receipt.TreeHead, keys) is not null));
            if (receipt.OtherTreeHeads.Count > 0)
                findings.Add(Signed("other tree heads", "other_tree_heads",
                    receipt.OtherTreeHeads.All(head => TreeHeads.Read(head, keys) is not null)));
        }

        findings.AddRange(Declared(receipt, declaration));
        findings.AddRange(Based(receipt, basis, tariff));
        findings.AddRange(ReceiptInclusion.Check(receipt, document.Inclusion));
        findings.AddRange(ReceiptDuty.Check(receipt, declaration, basis, tariff));
        return findings;
    }

    private static ReceiptFinding Signed(string check, string field, bool holds) =>
        new(check, holds, field, "signed by the club", holds ? "" : "the signature is by none of the keys");

    private static IEnumerable<ReceiptFinding> Declared(Receipt receipt, Declaration declaration)
    {
        yield return Same("declaration", "declaration_hash", receipt.DeclarationHash,
            SignedReceipts.HashOf(declaration));
        yield return Same("declaration", "lrn", receipt.Lrn, declaration.Lrn);
        yield return Same("declaration", "administration", receipt.Administration, declaration.Administration);
        // The club's own number stands in no declaration.
        if (declaration.Mrn.Length > 0)
            yield return Same("declaration", "mrn", receipt.Mrn, declaration.Mrn);
        if (receipt.AcceptanceDay.Length > 0)
            yield return Same("declaration", "day", receipt.Day, receipt.AcceptanceDay);
    }

    private static IEnumerable<ReceiptFinding> Based(Receipt receipt, DecisionBasis basis, TariffDocument tariff)
    {
        yield return Same("tariff version", "tariff_hash", receipt.TariffHash, ExportedVersion.HashOf(tariff));
        if (tariff.Version is { } version)
            yield return Same("tariff version", "tariff", $"{receipt.Tariff}", $"{version.Number}");
        yield return Same("exchange rates", "rates_hash", receipt.RatesHash,
            SignedReceipts.HashOf(basis.Rates ?? new()));
        yield return Same("reference prices", "prices_hash", receipt.PricesHash,
            SignedReceipts.HashOf(basis.Prices ?? new()));
        yield return Same("exchange rates", "rate_set", $"{receipt.RateSet}", $"{basis.Rates?.Number}");
        yield return Same("administration's policy", "administration_hash", receipt.AdministrationHash,
            SignedReceipts.HashOf(basis.Administration ?? new()));
        yield return Same("members", "membership_hash", receipt.MembershipHash,
            SignedReceipts.HashOf(basis.Membership ?? new()));
        yield return Same("members", "membership_seq", $"{receipt.MembershipSeq}", $"{basis.Membership?.Seq}");
        yield return Same("certificates", "certificates",
            string.Join(", ", receipt.Certificates.Select(one => $"{one.Number}/{one.Version} {one.Hash}")),
            string.Join(", ", basis.Certificates.Select(
                one => $"{one.Number}/{one.Version} {SignedReceipts.HashOf(one)}")));
    }

    internal static ReceiptFinding Same(string check, string field, string stated, string found) =>
        new(check, stated == found, field, stated, stated == found ? "" : found);
}
