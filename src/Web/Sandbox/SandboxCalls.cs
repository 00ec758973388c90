using System.Text;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;
using CrmClub.Web.SignIn;

namespace CrmClub.Web.Sandbox;

/// <summary>What the sandbox's page asks and does, in the name of an applicant's person.</summary>
internal sealed class SandboxCalls(PersonsCalls calls, ConformanceService.ConformanceServiceClient conformance)
{
    private const string Service = "declarations";

    /// <summary>Systems of the person's own administration, each with its newest run.</summary>
    public async Task<Answer<List<ConformanceSystem>>> SystemsAsync() => (await calls.AskAsync(Service,
        options => conformance.ListConformanceSystemsAsync(new(), options))).Of(found => found.Systems.ToList());

    /// <summary>Begins a run; one without a call is taken on.</summary>
    public Task<Answer<StartConformanceRunResponse>> StartAsync(string? client) => calls.AskAsync(Service,
        options => conformance.StartConformanceRunAsync(new() { ClientId = client ?? "" }, options));

    public Task<Answer<GetConformanceReportResponse>> ReportAsync(string client) => calls.AskAsync(Service,
        options => conformance.GetConformanceReportAsync(new() { ClientId = client }, options));
}

/// <summary>That a run begins.</summary>
internal sealed class RunForm
{
    /// <summary>Client id of the system.</summary>
    public string? Client { get; set; }
}

internal static class SandboxFiles
{
    /// <summary>The signed report of a system's newest run, and the cases as a list.</summary>
    internal static void MapSandbox(this WebApplication app)
    {
        var files = app.MapGroup("/sandbox/{client}").RequireAuthorization(Access.Sandbox);
        files.MapGet("/report.jws", async (string client, SandboxCalls calls) => File(
            await calls.ReportAsync(client), found => found.Report, "application/jose", $"conformance-{client}.jws"));
        files.MapGet("/report.jwks.json", async (string client, SandboxCalls calls) => File(
            await calls.ReportAsync(client), found => found.Keys, "application/jwk-set+json", "conformance.jwks.json"));
    }

    /// <summary>Every case of every run.</summary>
    internal static async Task<IResult> ListAsync(SandboxCalls calls) => Exports.Exports.File(
        (await calls.SystemsAsync()).Of(systems => systems
            .SelectMany(one => (one.Run?.Results ?? []).Select(result => (System: one, Result: result))).ToList()),
        ["client_id", "run", "case", "title_en", "title_ja", "passed", "calls", "missing"],
        row =>
        [
            row.System.ClientId, row.System.Run.Id, row.Result.Id, row.Result.TitleEn, row.Result.TitleJa,
            $"{row.Result.Passed}", string.Join(' ', row.Result.Calls),
            string.Join(' ', row.Result.Missing.Select(step => $"{step.Rpc}:{step.Outcome}")),
        ]);

    private static IResult File(
        Answer<GetConformanceReportResponse> answer, Func<GetConformanceReportResponse, string> part, string type,
        string name) => answer.Value is { } found
        ? Results.File(Encoding.UTF8.GetBytes(part(found)), type, name)
        : Results.StatusCode(answer.Status);
}
