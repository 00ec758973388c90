using CrmClub.ServiceDefaults.Signing;
using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Conformance;

/// <summary>Starts runs, says how far they have come, and signs that.</summary>
internal sealed class ConformanceRuns(
    Runs runs, CaseList cases, SigningKey key, ICallerDirectory callers, MembershipState membership, TimeProvider time)
{
    public async Task<ConformanceRun> StartAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.IsPerson || callers.AdministrationOf(caller) is not { } administration)
            throw new ClubException(
                ErrorReason.CallerNotRegistered, "A run is done by a registered system, and by nobody else.");
        return Shown(await runs.StartAsync(caller, administration, cancel), caller);
    }

    public Task<ConformanceRun> GetAsync(Caller caller, CancellationToken cancel) =>
        runs.WithNewestAsync(caller, run => Task.FromResult(Shown(run, caller)), cancel);

    public async Task<GetConformanceReportResponse> ReportAsync(Caller caller, CancellationToken cancel)
    {
        var report = new ConformanceReport
        {
            Run = await GetAsync(caller, cancel),
            IssuedAt = time.GetUtcNow().ToTimestamp(),
        };
        return new GetConformanceReportResponse
        {
            Report = CompactJws.Sign(
                Encoding.UTF8.GetBytes(StrictJson.Write(report)), ConformanceReports.Type, key.Key),
            Keys = key.PublicKeys,
        };
    }

    private ConformanceRun Shown(OpenRun run, Caller caller)
    {
        var results = cases.All.Select(one => Judge.Of(one, run.Calls)).ToList();
        return new ConformanceRun
        {
            Id = run.Id.ToString("D"),
            Party = membership.View.Administration(run.Administration)?.Contract.Party ?? "",
            Administration = run.Administration,
            ClientId = caller.ClientId,
            StartedAt = run.StartedAt.ToTimestamp(),
            Calls = run.Calls.Count,
            Results = { results },
            Passed = results.TrueForAll(result => result.Passed),
            CasesHash = cases.Hash,
        };
    }
}

/// <summary>The cases, as they are published with the club's data.</summary>
internal sealed class CaseList
{
    private CaseList(byte[] file) => (All, Hash) = (
        StrictJson.Read<ConformanceCases>(file).Cases, Convert.ToHexStringLower(SHA256.HashData(file)));

    public IReadOnlyList<ConformanceCase> All { get; }

    /// <summary>SHA-256 of the file, in lower-case hex.</summary>
    public string Hash { get; }

    public static CaseList Read(string file) => new(File.ReadAllBytes(file));
}
