using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Conformance;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;

namespace CrmClub.Cli.Commands;

/// <summary><c>conformance …</c>: what an applicant's system shows, alone, before its party accedes.</summary>
internal static class ConformanceCommand
{
    public static Command Create() => new Command("conformance",
        "Shows that an applicant's system works with the club; the club judges what it sees.")
        .With(Start(), Run(), Status(), Systems(), Report(), Verify());

    private static readonly Option<string?> System = new("--system")
    {
        Description = "Client id of a system, where a person of the applicant asks",
        HelpName = "CLIENT",
    };

    private static Command Start() => new ClubCommand("start",
        "Begins a run of the system that --as names (default: applicant-au).",
        "crmclub conformance start").With(System).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Applicant);
            var response = await invocation.CallAsync(
                client, o => client.Conformance.StartConformanceRunAsync(
                    new() { ClientId = invocation.Get(System) ?? "" }, o));
            Write(invocation, response.Run);
            return ExitCodes.Done;
        });

    private static Command Run() => new ClubCommand("run",
        "Does every case as a system of the applicant would, in a run that has begun: an example of one that works.",
        "crmclub conformance run").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Applicant);
            var run = (await invocation.CallAsync(
                client, o => client.Conformance.GetConformanceRunAsync(new(), o))).Run;
            await SampleSystem.DoAllAsync(invocation, client, run.Administration);
            return Judged(invocation, (await invocation.CallAsync(
                client, o => client.Conformance.GetConformanceRunAsync(new(), o))).Run);
        });

    private static Command Status() => new ClubCommand("status",
        "Says which cases the club has seen.", "crmclub conformance status").With(System).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Applicant);
            var response = await invocation.CallAsync(
                client, o => client.Conformance.GetConformanceRunAsync(
                    new() { ClientId = invocation.Get(System) ?? "" }, o));
            return Judged(invocation, response.Run);
        });

    private static Command Systems() => new ClubCommand("systems",
        "Lists the systems of one's own administration with how far the newest run of each has come.",
        "crmclub conformance systems").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.ApplicantsPerson);
            var found = await invocation.CallAsync(
                client, o => client.Conformance.ListConformanceSystemsAsync(new(), o));
            if (invocation.Json)
            {
                foreach (var one in found.Systems) invocation.Out.JsonLine(one);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["system", "name", "calls", "passed"], [.. found.Systems.Select(one => new[]
            {
                one.ClientId, one.Name, one.Run is null ? "no run" : $"{one.Run.Calls}",
                one.Run is null ? "" : $"{one.Run.Results.Count(result => result.Passed)} of {one.Run.Results.Count}",
            })]);
            return ExitCodes.Done;
        });

    private static Command Report()
    {
        var keys = new Option<string?>("--keys")
        {
            Description = "Also writes the public keys there",
            HelpName = "FILE",
        };
        return new ClubCommand("report",
            "Writes the signed report of the run: what member evidence takes with --report.",
            "crmclub conformance report > report.jws").With(keys, System).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Applicant);
                var response = await invocation.CallAsync(
                    client, o => client.Conformance.GetConformanceReportAsync(
                        new() { ClientId = invocation.Get(System) ?? "" }, o));
                if (invocation.Get(keys) is { } file) await File.WriteAllTextAsync(file, response.Keys);
                if (invocation.Json) invocation.Out.Document(response);
                else invocation.Out.Line(response.Report);
                return ExitCodes.Done;
            });
    }

    private static Command Verify()
    {
        var file = new Argument<string>("FILE") { Description = "The report" };
        var keys = new Option<string>("--keys") { Description = "Its public keys (JWK set)", Required = true };
        return new ClubCommand("verify",
            "Checks a report's signature, without a club, and shows what it says.",
            "crmclub conformance verify data/examples/conformance-report.jws "
            + "--keys data/examples/conformance.jwks.json")
            .With(file, keys).Runs(invocation =>
            {
                var report = ConformanceReports.Read(
                    Documents.One(invocation.Get(file)).Text.Trim(),
                    Documents.Keys(invocation.Get(keys)!));
                if (report is null)
                    throw new CliException(ExitCodes.No, "The signature does not hold.", "The report proves nothing.");
                return Judged(invocation, report.Run);
            });
    }

    private static int Judged(Invocation invocation, ConformanceRun run)
    {
        Write(invocation, run);
        return run.Passed ? ExitCodes.Done : ExitCodes.No;
    }

    private static void Write(Invocation invocation, ConformanceRun run)
    {
        var output = invocation.Out;
        if (invocation.Json)
        {
            output.Document(run);
            return;
        }

        output.Line(output.Bold($"{run.Party} · {run.Administration} · {run.Calls} calls · "
            + (run.Passed ? "passed" : $"{run.Results.Count(one => !one.Passed)} of {run.Results.Count} not passed")));
        output.Table(["case", "", "what the system does", "calls"], [.. run.Results.Select(one => new[]
        {
            one.Id, one.Passed ? "passed" : "-", one.TitleEn, string.Join(", ", one.Calls),
        })]);
    }
}
