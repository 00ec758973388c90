using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Contracts.Signing;

/// <summary>Signatures of versions: who has the public keys need not trust who handed them a version.</summary>
public static class TariffSignatures
{
    /// <summary>Names the key and its files.</summary>
    public const string Purpose = "tariff";

    private const string Type = "crmclub-tariff+jws";

    public static string Sign(TariffVersion version, ECDsa key) =>
        CompactJws.Sign(Encoding.UTF8.GetBytes(StrictJson.Write(Unsigned(version))), Type, key);

    /// <summary>Whether one of the keys signed exactly this version.</summary>
    public static bool Holds(TariffVersion version, PublicKeySet keys) =>
        CompactJws.Read(version.Signature, Type, Purpose, keys) is { } payload
        && StrictJson.Read<TariffVersion>(payload).Equals(Unsigned(version));

    private static TariffVersion Unsigned(TariffVersion version) => new(version) { Signature = "" };
}
