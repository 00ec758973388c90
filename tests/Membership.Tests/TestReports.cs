using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Tests;

/// <summary>Reports as Declarations signs them, by a key of the tests.</summary>
internal static class TestReports
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string KeysFile { get; } = WriteKeys();

    /// <summary>A run that begins now.</summary>
    public static string Of(string party, bool passed = true, ECDsa? key = null, string? type = null) =>
        CompactJws.Sign(Encoding.UTF8.GetBytes(StrictJson.Write(new ConformanceReport
        {
            Run = new ConformanceRun
            {
                Id = $"{Guid.CreateVersion7()}",
                Party = party,
                StartedAt = Timestamp.FromDateTime(DateTime.UtcNow),
                Results = { new ConformanceResult { Id = "accepted", Passed = passed } },
                Passed = passed,
            },
        })), type ?? ConformanceReports.Type, key ?? Key);

    private static string WriteKeys()
    {
        var file = Path.GetTempFileName();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        File.WriteAllText(file, PublicKeySet.Write(Key));
        return file;
    }
}
