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
    public async Task<ConformanceRun> StartAsync(
        StartConformanceRunRequest request, Caller caller, CancellationToken cancel)
    {
        var (client, administration) = SystemOf(caller, request.ClientId);
        return Shown(await runs.StartAsync(client, administration, cancel), client);
    }

    /// <param name="clientId">Of a system; empty for the caller's own.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ConformanceRun> GetAsync(string clientId, Caller caller, CancellationToken cancel)
    {
        var (client, _) = SystemOf(caller, clientId);
        return runs.WithNewestAsync(client, run => Task.FromResult(Shown(run, client)), cancel);
    }

    public async Task<ListConformanceSystemsResponse> SystemsAsync(Caller caller, CancellationToken cancel)
    {
        var administration = AdministrationOf(caller);
        var own = membership.View.Systems.Where(one => one.Contract.Administration == administration)
            .SelectMany(one => one.ClientIds, (one, client) => (one.Contract.Name, Client: client))
            .OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Client, StringComparer.Ordinal);
        var response = new ListConformanceSystemsResponse();
        foreach (var (name, client) in own)
        {
            var run = await runs.FindNewestAsync(client, cancel);
            response.Systems.Add(new ConformanceSystem
            {
                ClientId = client,
                Name = name,
                Run = run is null ? null : Shown(run, client),
            });
        }

        return response;
    }

    public async Task<GetConformanceReportResponse> ReportAsync(
        GetConformanceReportRequest request, Caller caller, CancellationToken cancel)
    {
        var report = new ConformanceReport
        {
            Run = await GetAsync(request.ClientId, caller, cancel),
            IssuedAt = time.GetUtcNow().ToTimestamp(),
        };
        return new GetConformanceReportResponse
        {
            Report = CompactJws.Sign(
                Encoding.UTF8.GetBytes(StrictJson.Write(report)), ConformanceReports.Type, key.Key),
            Keys = key.PublicKeys,
        };
    }

    private string AdministrationOf(Caller caller) => callers.AdministrationOf(caller) ?? throw new ClubException(
        ErrorReason.CallerNotRegistered, "A run is done by a registered system, and by nobody else.");

    // A person names one of the administration's own; another's is as none.
    private (string Client, string Administration) SystemOf(Caller caller, string clientId)
    {
        var administration = AdministrationOf(caller);
        var client = caller.IsPerson ? clientId : caller.ClientId;
        var isOwn = caller.IsPerson
            ? membership.View.SystemOf(client)?.Contract.Administration == administration
            : clientId.Length == 0 || clientId == client;
        return isOwn
            ? (client, administration)
            : throw new ClubException(ErrorReason.NotFound, "The administration has no such system.");
    }

    private ConformanceRun Shown(OpenRun run, string client)
    {
        var results = cases.All.Select(one => Judge.Of(one, run.Calls)).ToList();
        return new ConformanceRun
        {
            Id = run.Id.ToString("D"),
            Party = membership.View.Administration(run.Administration)?.Contract.Party ?? "",
            Administration = run.Administration,
            ClientId = client,
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
