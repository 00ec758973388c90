using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using Google.Protobuf;

namespace CrmClub.Contracts.Signing;

/// <summary>Decision receipts: signed statements of what was decided about a revision, and on what.</summary>
public static class SignedReceipts
{
    /// <summary>Names the key and its files.</summary>
    public const string Purpose = "receipt";

    private const string Type = "crmclub-receipt+jws";

    /// <summary>The receipt as a compact JWS.</summary>
    public static string Sign(Receipt receipt, ECDsa key) =>
        CompactJws.Sign(Encoding.UTF8.GetBytes(StrictJson.Write(receipt)), Type, key);

    /// <summary>Whether one of the keys signed it as a receipt.</summary>
    public static bool Holds(string receipt, PublicKeySet keys) =>
        CompactJws.Read(receipt, Type, Purpose, keys) is not null;

    /// <summary>What it says, whoever signed it.</summary>
    /// <exception cref="FormatException">It is no compact JWS.</exception>
    /// <exception cref="StrictJsonException">Its payload is no receipt.</exception>
    public static Receipt Unproven(string receipt) => StrictJson.Read<Receipt>(
        CompactJws.Unproven(receipt) ?? throw new FormatException("The receipt is no compact JWS."));

    /// <summary>How a receipt cites a document: SHA-256 over its protobuf serialization, in lower-case hex.</summary>
    public static string HashOf(IMessage document) => Convert.ToHexStringLower(SHA256.HashData(document.ToByteArray()));
}
