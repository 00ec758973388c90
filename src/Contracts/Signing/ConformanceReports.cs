using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;

namespace CrmClub.Contracts.Signing;

/// <summary>Signed reports of conformance runs.</summary>
public static class ConformanceReports
{
    /// <summary>What the JWS says that it is.</summary>
    public const string Type = "crmclub-conformance+jws";

    /// <summary>Names the key and its files.</summary>
    public const string Purpose = "conformance";

    /// <summary>In the folder of the club's keys: the public halves that reports are signed with.</summary>
    public const string KeysFile = $"{Purpose}.jwks.json";

    /// <summary>The report; null where its signature is by none of the keys.</summary>
    public static ConformanceReport? Read(string report, PublicKeySet keys) =>
        CompactJws.Read(report, Type, Purpose, keys) is { } payload
            ? StrictJson.Read<ConformanceReport>(payload)
            : null;
}
