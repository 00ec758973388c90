using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;

namespace CrmClub.Tariffs.Documents;

/// <summary>A version as a club writes it out: what was hashed and signed, and what serves without a club.</summary>
public static class ExportedVersion
{
    /// <summary>Whether the document is the one of the hash that it states, and, where keys are given, whether one of
    /// them signed that; empty when it is.</summary>
    /// <param name="document">One that names its version.</param>
    /// <param name="keys">Public keys; null where only the hash can be held against it.</param>
    public static IReadOnlyList<Violation> Check(TariffDocument document, PublicKeySet? keys)
    {
        List<Violation> violations = [];
        var faults = new Faults(violations);
        var hash = HashOf(document);
        if (hash != document.Version.Hash)
            faults.Add("version.hash", "HASH", document.Version.Hash, hash,
                $"The document was changed after it was published as version {document.Version.Number}.");
        if (keys is not null && !TariffSignatures.Holds(document.Version, keys))
            faults.Add("version.signature", "SIGNATURE", document.Version.Signature, "a signature by one of the keys",
                $"None of the keys signed version {document.Version.Number} as it is stated.");
        return violations;
    }

    /// <summary>Hash of what was published of it, in lower-case hex.</summary>
    public static string HashOf(TariffDocument document) =>
        Convert.ToHexStringLower(SHA256.HashData(Published(document).ToByteArray()));

    /// <summary>What was published of it, without what makes it serve without a club.</summary>
    public static TariffDocument Published(TariffDocument document)
    {
        var hashed = document.Clone();
        hashed.Version = null;
        hashed.Administrations.Clear();
        hashed.ExchangeRates.Clear();
        hashed.ReferencePrices.Clear();
        if (hashed.Groups.FirstOrDefault(group => group.Id == Engine.CountryGroup.Club) is { } club)
            hashed.Groups.Remove(club);
        return hashed;
    }
}
