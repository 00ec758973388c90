using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Json;

namespace CrmClub.Contracts.Signing;

/// <summary>Signed tree heads of journals: what the club can't take back once somebody keeps one.</summary>
public static class TreeHeads
{
    private const string Type = "crmclub-tree-head+jws";

    /// <summary>Names the key of a service's heads and its files.</summary>
    public static string Purpose(string service) => $"tree-head-{service}";

    /// <summary>The head as a compact JWS.</summary>
    public static string Sign(TreeHead head, ECDsa key) =>
        CompactJws.Sign(Encoding.UTF8.GetBytes(StrictJson.Write(head)), Type, key);

    /// <summary>The head; null where it is none, or its signature is by none of the keys.</summary>
    public static TreeHead? Read(string head, PublicKeySet keys) =>
        Unproven(head) is { } stated && CompactJws.Read(head, Type, Purpose(stated.Service), keys) is not null
            ? stated : null;

    /// <summary>What it says, whoever signed it; null where it is none.</summary>
    public static TreeHead? Unproven(string head) =>
        CompactJws.Unproven(head) is { } payload && StrictJson.Check(TreeHead.Descriptor, payload).Count == 0
            ? StrictJson.Read<TreeHead>(payload) : null;
}
