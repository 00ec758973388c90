using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Commands;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Commands;

/// <summary>
/// The examples that <c>--help</c> shows, on a club after its main job: each does what it says, and answers with
/// <c>--json</c> by its schema.
/// </summary>
[Collection<TroubledClub>]
public sealed class ExampleTests(TroubledClub troubled)
{
    // What others need, in this order; the rest follows as it comes.
    private static readonly string[] First =
    [
        "demonstrate", "supplier register", "supplier import", "supplier represent", "assessment register",
        "assessment amend", "assessment approve", "application file", "application show", "application assign",
        "application refuse", "assessment record", "certificate issue", "certificate approve", "certificate renew",
        "certificate suspend", "certificate lift", "certificate revoke", "declare", "member apply", "member evidence",
        "member system", "member approve", "member rotate-system", "member mandate", "member reject", "vote open",
        "notice prepare", "notice publish", "conformance start", "conformance run", "proposal draft", "proposal revise",
        "proposal comment", "proposal resolve", "proposal simulate", "proposal simulation", "proposal cancel",
        "proposal submit", "proposal approve", "proposal vote", "proposal reject", "proposal publish",
        "proposal reverse", "rates import", "rates reject", "rates approve", "grievance file", "grievance status",
        "grievance list", "certificate keys rotate", "certificate keys approve", "certificate keys compromise",
        "outage open", "outage close", "control profile propose", "control profile try", "control profile approve",
        "adjustment hear", "adjustment fraud", "adjustment notify", "adjustment appeal", "adjustment settle",
        "adjustment drop", "grievance read", "grievance acknowledge", "grievance examine", "grievance answer",
    ];

    private static readonly Dictionary<string, string[]> Schemas = new()
    {
        ["status"] = ["status"],
        ["duty"] = ["duty-answer"],
        ["declare"] = ["declaration-answer"],
        ["declaration show"] = ["declaration-record"],
        ["declaration list"] = ["declaration-answer"],
        ["declaration arrivals"] = ["arrivals"],
        ["declaration case"] = ["case-file"],
        ["receipt get"] = ["receipt"],
        ["receipt keys"] = ["public-keys"],
        ["receipt verify"] = ["receipt-verdict"],
        ["adjustment list"] = ["adjustment"],
        ["adjustment show"] = ["adjustment"],
        ["adjustment hear"] = ["adjustment"],
        ["adjustment fraud"] = ["adjustment"],
        ["adjustment notify"] = ["adjustment"],
        ["adjustment appeal"] = ["adjustment"],
        ["adjustment settle"] = ["adjustment"],
        ["adjustment drop"] = ["adjustment"],
        ["reassessment list"] = ["reassessment"],
        ["reassessment show"] = ["reassessment"],
        ["outage open"] = ["outage"],
        ["outage close"] = ["outage"],
        ["outage list"] = ["outage"],
        ["control rates"] = ["control-rates"],
        ["control profile list"] = ["risk-profile"],
        ["control profile show"] = ["risk-profile-versions"],
        ["control profile propose"] = ["risk-profile"],
        ["control profile try"] = ["risk-profile"],
        ["control profile approve"] = ["risk-profile"],
        ["control profile end"] = ["risk-profile"],
        ["account"] = ["accounts"],
        ["declaration watch"] = ["declaration-event"],
        ["declaration report"] = ["declaration-reported"],
        ["declaration recompute"] = ["recompute-answer"],
        ["tariff check"] = ["tariff-check-answer"],
        ["tariff show"] = ["tariff-lookup"],
        ["tariff versions"] = ["tariff-version"],
        ["tariff diff"] = ["tariff-comparison"],
        ["proposal draft"] = ["proposal-draft"],
        ["proposal revise"] = ["proposal-draft"],
        ["proposal reverse"] = ["proposal-draft"],
        ["proposal submit"] = ["proposal"],
        ["proposal approve"] = ["proposal"],
        ["proposal reject"] = ["proposal"],
        ["proposal vote"] = ["proposal"],
        ["proposal publish"] = ["proposal"],
        ["proposal withdraw"] = ["proposal"],
        ["proposal comment"] = ["proposal-comment"],
        ["proposal resolve"] = ["proposal-comment"],
        ["proposal simulate"] = ["simulation"],
        ["proposal simulation"] = ["simulation"],
        ["proposal cancel"] = ["simulation"],
        ["proposal show"] = ["proposal-record"],
        ["proposal list"] = ["proposal"],
        ["tariff export"] = ["tariff-document"],
        ["nomenclature search"] = ["nomenclature-search"],
        ["nomenclature correlate"] = ["nomenclature-correlation"],
        ["rates show"] = ["exchange-rate"],
        ["rates prices"] = ["reference-price"],
        ["rates gaps"] = ["rate-gaps"],
        ["rates import"] = ["rates-recorded"],
        ["rates sets"] = ["rate-set"],
        ["rates corrections"] = ["rate-correction"],
        ["rates approve"] = ["rate-correction"],
        ["rates reject"] = ["rate-correction"],
        ["supplier register"] = ["operator", "facility"],
        ["supplier show"] = ["supplier"],
        ["supplier list"] = ["facility"],
        ["supplier capacity"] = ["capacities"],
        ["supplier balance"] = ["balance"],
        ["supplier claims"] = ["counted-claim"],
        ["supplier transfer"] = ["facility-transfer"],
        ["supplier import"] = ["supplier-imported"],
        ["supplier search"] = ["registered-facility"],
        ["supplier pairs"] = ["supplier-pair"],
        ["supplier represent"] = ["representative"],
        ["supplier representatives"] = ["representative"],
        ["application file"] = ["application"],
        ["application list"] = ["application"],
        ["application show"] = ["application"],
        ["application assign"] = ["application"],
        ["application refuse"] = ["application"],
        ["application withdraw"] = ["application"],
        ["assessment scheme"] = ["assessment-scheme"],
        ["assessment register"] = ["accredited-body", "accredited-assessor"],
        ["assessment bodies"] = ["accredited-bodies"],
        ["assessment amend"] = ["accreditation-change"],
        ["assessment approve"] = ["accreditation-change"],
        ["assessment record"] = ["assessment"],
        ["assessment conclude"] = ["assessment"],
        ["assessment show"] = ["assessment-record"],
        ["assessment list"] = ["assessment"],
        ["certificate issue"] = ["certificate-change"],
        ["certificate approve"] = ["certificate-change"],
        ["certificate renew"] = ["certificate-change"],
        ["certificate suspend"] = ["certificate-change"],
        ["certificate lift"] = ["certificate-change"],
        ["certificate revoke"] = ["certificate-change"],
        ["certificate show"] = ["certificate-history"],
        ["certificate list"] = ["certificate"],
        ["certificate changes"] = ["certificate-change"],
        ["certificate surveillance"] = ["surveillance"],
        ["certificate credential"] = ["credential-answer"],
        ["certificate verify"] = ["credential-verdict"],
        ["certificate keys rotate"] = ["credential-keys"],
        ["certificate keys approve"] = ["credential-keys-changed"],
        ["certificate keys compromise"] = ["credential-key-change"],
        ["grievance file"] = ["grievance-receipt"],
        ["grievance status"] = ["grievance-status"],
        ["grievance list"] = ["grievance"],
        ["grievance show"] = ["grievance"],
        ["grievance read"] = ["grievance-submission"],
        ["grievance acknowledge"] = ["grievance"],
        ["grievance examine"] = ["grievance"],
        ["grievance answer"] = ["grievance"],
        ["grievance erase"] = ["grievance"],
        ["member list"] = ["party"],
        ["member show"] = ["member"],
        ["load"] = ["load-answer"],
        ["member apply"] = ["party-life"],
        ["member withdraw"] = ["party-life"],
        ["member evidence"] = ["membership-change"],
        ["member correct"] = ["membership-change"],
        ["member shares"] = ["membership-change"],
        ["member mandate"] = ["membership-change"],
        ["member administration"] = ["membership-change"],
        ["member system"] = ["membership-change"],
        ["member rotate-system"] = ["membership-change"],
        ["member systems"] = ["customs-system"],
        ["member suspend-system"] = ["customs-system"],
        ["member countries"] = ["country"],
        ["member holidays"] = ["holidays"],
        ["member groups"] = ["country-group"],
        ["member group show"] = ["country-group"],
        ["member group state"] = ["membership-change"],
        ["member approve"] = ["membership-change"],
        ["member reject"] = ["membership-change"],
        ["member changes"] = ["membership-change"],
        ["vote open"] = ["ballot"],
        ["vote cast"] = ["ballot"],
        ["vote show"] = ["ballot-record"],
        ["vote list"] = ["ballot"],
        ["notice prepare"] = ["membership-change"],
        ["notice publish"] = ["membership-change"],
        ["notice list"] = ["notice"],
        ["notice show"] = ["notice-record"],
        ["conformance start"] = ["conformance-run"],
        ["conformance run"] = ["conformance-run"],
        ["conformance status"] = ["conformance-run"],
        ["conformance systems"] = ["conformance-system"],
        ["conformance report"] = ["conformance-report"],
        ["conformance verify"] = ["conformance-run"],
        ["audit verify"] = ["audit-answer"],
        ["audit entries"] = ["entry-head"],
        ["events copies"] = ["copies"],
        ["events replay"] = ["replay-answer"],
        ["seed"] = ["seed-answer"],
        ["club move-clock"] = ["clock-answer"],
        ["token"] = ["token-answer"],
        ["tariff import"] = ["tariff-document"],
        ["expression"] = ["expression-answer"],
        ["origin"] = ["origin-answer"],
        ["supply list"] = ["supply"],
        ["supply dominance"] = ["dominance"],
        ["quota allocate"] = ["quota-allocation"],
        ["quota list"] = ["quota"],
        ["quota show"] = ["quota-record"],
        ["quota block"] = ["quota-state"],
        ["quota suspend"] = ["quota-state"],
        ["quota open"] = ["quota-state"],
        ["identifier"] = ["identifier-answer"],
        ["demonstrate"] = ["demonstration-answer"],
    };

    // Which command approves, or rejects, what another prepared.
    private static readonly Dictionary<string, string> Approving = new()
    {
        ["certificate issue"] = "certificate approve",
        ["assessment amend"] = "assessment approve",
        ["member system"] = "member approve",
        ["member mandate"] = "member reject",
        ["notice prepare"] = "notice publish",
    };

    // Whose example shows that the answer is no, or that there are several.
    private static readonly string[] Differing = ["tariff diff", "nomenclature correlate"];

    private readonly Dictionary<string, string> _known = [];

    [Fact]
    public async Task Help_EachExampleWithJson_WorksAndAnswersByItsSchema()
    {
        var examples = Leaves(ClubCommands.Create(), "")
            .OrderBy(leaf => Array.IndexOf(First, leaf.Name) is >= 0 and var at ? at : First.Length).ToList();
        Assert.Equal(Schemas.Keys.Order(), examples.Select(leaf => leaf.Name).Order());
        await troubled.Club.UntilHealthyAsync(TestContext.Current.CancellationToken);
        // Whose system does the conformance run.
        await troubled.Club.AustraliaAppliesAsync(TestContext.Current.CancellationToken);
        _known["declaration case case.html"] = Path.Combine(troubled.Club.Folder, "case.html");
        foreach (var (name, command) in examples)
            foreach (var line in command.Example.Split('\n')) await TryAsync(name, line.TrimEnd('\r'));
    }

    private async Task TryAsync(string name, string line)
    {
        await PrepareAsync(name);
        var words = CommandLineParser.SplitCommandLine(line.Split(" > ")[0]).Skip(1)
            .Select(word => _known.GetValueOrDefault($"{name} {word}", word));

        var run = await troubled.Club.CommandAsync([.. words, "--json"]);

        Assert.True(run.ExitCode == (Differing.Contains(name) ? ExitCodes.No : ExitCodes.Done), $"{line}: {run}");
        // An import says beside its document what it left out.
        Assert.Matches(name == "tariff import" ? "Left out: " : "^$", run.Error);
        var documents = Documents(run.Output);
        Assert.True(documents.Count > 0, $"{line} answers nothing.");
        Assert.Empty(documents.SelectMany((document, i) =>
            JsonSchemas.Faults(Schemas[name][i % Schemas[name].Length], document).Select(fault => $"{line}: {fault}")));
        Learn(name, documents[^1]);
    }

    /// <summary>What others do before an example makes sense.</summary>
    private async Task PrepareAsync(string name)
    {
        var cancel = TestContext.Current.CancellationToken;
        if (name == "proposal publish")
            await troubled.Club.VoteAsync(int.Parse(_known["proposal publish 1"]), cancel);
        if (name is "proposal reject" or "proposal withdraw")
        {
            var made = await troubled.Club.CommandAsync("proposal", "draft", "data/examples/proposal.json", "--json");
            using var answer = JsonDocument.Parse(made.Output);
            var number = $"{answer.RootElement.GetProperty("proposal").GetProperty("number").GetInt32()}";
            (_known["proposal reject 2"], _known["proposal withdraw 3"]) = (number, number);
        }

        // Somebody with the same identifier.
        if (name == "supplier pairs")
            await troubled.Club.CommandAsync("supplier", "register", "--operator", "data/examples/operator.json");
        await (name == "certificate issue" ? AssessAsync() : Task.CompletedTask);
        if (name == "certificate lift")
            await troubled.Club.CommandAsync("certificate", "approve", _known["certificate approve of the suspension"]);
        if (name == "application withdraw")
        {
            var filed = await troubled.Club.CommandAsync(
                "application", "file", "--facility", _known["application file F-MY-0001"],
                "--scope", "Dy:separated-compound", "--statement", "Once more", "--json");
            using var answer = JsonDocument.Parse(filed.Output);
            _known["application withdraw AP-2026-0002"] = Text(answer.RootElement, "number");
        }

        for (var side = 1; side <= 2 && name == "supplier transfer"; side++)
            _known[$"{name} F-MY-000{side}"] = (await troubled.Club.CertifyPlantAsync(
                "Dy", "20", Certifying.ValidFrom, cancel)).Facility;
        if (name == "proposal resolve")
            await troubled.Club.CommandAsync("proposal", "comment", _known["proposal resolve 1"], "Why 9 %?");
        if (name == "rates approve")
        {
            var again = await troubled.Club.CommandAsync(
                "rates", "import", "data/examples/reference-prices.csv", "--reason", "Once more", "--json");
            Learn("rates import", again.Output);
        }

        if (name == "proposal reject")
            await troubled.Club.CommandAsync("proposal", "submit", _known["proposal reject 2"]);
    }

    // The example's assessment is of the first facility; here another is certified.
    private async Task AssessAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            var example = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "data/examples/assessment.json"));
            await File.WriteAllTextAsync(
                file, example.Replace("F-MY-0001", _known["certificate issue F-MY-0001"], StringComparison.Ordinal));
            var recorded = await troubled.Club.CommandAsync("assessment", "record", file, "--json");
            using var answer = JsonDocument.Parse(recorded.Output);
            var number = Text(answer.RootElement, "number");
            await troubled.Club.CommandAsync("assessment", "conclude", number);
            _known["certificate issue A-2026-0001"] = _known["certificate renew A-2026-0001"] = number;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// Some examples name what is known only after another: on a club that has seen other work, the example's facility
    /// and ballot bear other numbers than on a new one.
    /// </summary>
    private void Learn(string name, string document)
    {
        using var answer = JsonDocument.Parse(document);
        if (name == "supplier register")
        {
            _known["supplier represent O-0001"] = Text(answer.RootElement, "operator");
            foreach (var step in new[] { "certificate issue", "supplier capacity", "application file" })
                _known[$"{step} F-MY-0001"] = Text(answer.RootElement, "number");
        }

        foreach (var step in name == "application file" ? new[] { "show", "assign", "refuse" } : [])
            _known[$"application {step} AP-2026-0001"] = Text(answer.RootElement, "number");
        if (name == "assessment record")
            _known["assessment conclude A-2026-0001"] = Text(answer.RootElement, "number");
        if (Approving.TryGetValue(name, out var approving))
            _known[$"{approving} 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e"] = Text(answer.RootElement, "id");
        if (name == "proposal draft")
        {
            var number = answer.RootElement.GetProperty("proposal").GetProperty("number").GetInt32();
            foreach (var step in
                "revise comment resolve simulate simulation cancel submit approve vote publish reverse show".Split(' '))
                _known[$"proposal {step} 1"] = $"{number}";
        }

        if (name == "rates import")
        {
            var number = answer.RootElement.GetProperty("correction").GetProperty("number").GetInt32();
            (_known["rates reject 1"], _known["rates approve 2"]) = ($"{number}", $"{number}");
        }
        if (name == "outage open")
            _known["outage close 1"] = $"{answer.RootElement.GetProperty("number").GetInt32()}";
        if (name == "certificate keys rotate")
            _known["certificate keys approve 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e"] =
                Text(answer.RootElement.GetProperty("change"), "id");
        if (name == "certificate keys approve")
            _known["certificate keys compromise 3fGmqe9XkG2cXhKjXq0tAqV3eWcVb8Xk0yY1v8mZ4nE"] =
                Text(answer.RootElement.GetProperty("keys").EnumerateArray().Last(), "id");
        if (name == "grievance file")
        {
            _known["grievance status 0000-1111-2222-3333-4444-5555-6666-7777"] = Text(answer.RootElement, "secret");
            foreach (var step in new[] { "status", "show", "read", "acknowledge", "examine", "answer", "erase" })
                _known[$"grievance {step} G-2026-0001"] = Text(answer.RootElement, "receipt");
        }

        if (name == "vote open")
            _known["vote cast B-2026-0001"] = _known["vote show B-2026-0001"] = Text(answer.RootElement, "number");
        if (name == "certificate suspend")
            _known["certificate approve of the suspension"] = Text(answer.RootElement, "id");
        if (name == "certificate approve")
        {
            foreach (var step in new[] { "renew", "suspend", "lift", "revoke" })
                _known[$"certificate {step} CRM-2026-000002"] =
                    Text(answer.RootElement.GetProperty("certificate"), "number");
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IReadOnlyList<string> Documents(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.All(line => line.StartsWith('{') && line.EndsWith('}')) ? lines : [output];
    }

    private static IEnumerable<(string Name, ClubCommand Command)> Leaves(Command command, string path) =>
        command.Subcommands.SelectMany(one => one is ClubCommand leaf
            ? [($"{path}{one.Name}", leaf)]
            : Leaves(one, $"{path}{one.Name} "));
}
