using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>origin FILE</c>: whether a product has club origin, and by which rule; asked of a running club where the case
/// does not say who is in it, else computed here.
/// </summary>
internal static class OriginCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A product and its inputs; - is standard input" };
        var tariff = new Option<string?>("--tariff")
        {
            Description = "A tariff document, instead of a club: its product rules are for products that name none",
            HelpName = "FILE",
        };
        return new ClubCommand("origin",
            "Says whether a product has club origin, by which rule, and how each input counts. A case that names the "
                + "club's countries needs no club, unless --club names one; any other is asked of the one that runs.",
            """
            crmclub origin data/examples/origin.json
            crmclub origin data/examples/origin-by-club.json
            crmclub origin data/examples/origin-by-tariff.json --tariff data/examples/tariff.json
            """).With(file, tariff).Runs(invocation => RunAsync(
                invocation, Documents.One(invocation.Get(file)), invocation.Get(tariff)));
    }

    private static async Task<int> RunAsync(Invocation invocation, Source source, string? tariff)
    {
        var question = source.Read<OriginCase>();
        var isOpen = question.Club.Count == 0 || invocation.Get(GlobalOptions.Club) is not null;
        var answer = tariff is null && isOpen && invocation.HasClub
            ? await AskedAsync(invocation, question)
            : Offline(question, tariff);
        if (invocation.Json)
            invocation.Out.Document(answer);
        else
            Write(invocation, answer);
        return answer.ClubOrigin && answer.Obstacles.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static async Task<OriginAnswer> AskedAsync(Invocation invocation, OriginCase question)
    {
        using var client = invocation.Open(Identity.Reader);
        var request = new DetermineOriginRequest { OriginCase = question };
        return (await invocation.CallAsync(client, o => client.Tariffs.DetermineOriginAsync(request, o))).Answer;
    }

    private static OriginAnswer Offline(OriginCase question, string? tariff)
    {
        if (tariff is not null)
            ProductRules.Apply(question, TariffDocuments.Sound(Documents.One(tariff).Read<TariffDocument>()));
        var faults = new List<Violation>();
        OriginCases.Check(question, faults);
        if (faults.Count > 0) throw new StrictJsonException(faults);
        return OriginCases.Answer(question);
    }

    private static void Write(Invocation invocation, OriginAnswer answer)
    {
        invocation.Out.Line(answer.ClubOrigin
            ? $"Club origin, {answer.Country}: {answer.By}"
            : $"No club origin: {answer.By}");
        foreach (var rule in answer.Rules)
            invocation.Out.Line($"  {(rule.Met ? "met" : "not met"),-8} {rule.Rule}: {rule.Reason}");
        foreach (var input in answer.Inputs)
            invocation.Out.Line($"  {(input.Originates ? "club" : "outside"),-8} {input.Path}, {input.GoodsCode}, "
                + $"{input.Value}: {input.Reason}");
        foreach (var obstacle in answer.Obstacles)
            invocation.Out.Line($"  against the preference: {Text(obstacle)}");
        if (answer.TariffVersion > 0)
            invocation.Out.Line($"  by tariff {answer.TariffVersion}"
                + (answer.Assumed.Count == 0 ? "" : $", but for what was given: {string.Join(", ", answer.Assumed)}"));
    }

    private static string Text(OriginObstacle obstacle) => obstacle switch
    {
        OriginObstacle.ProofMissing => "nothing proves the origin.",
        OriginObstacle.ProofNotValid => "the proof is not valid on the day of acceptance.",
        OriginObstacle.KnowledgeNotShown => "nothing shows what the importer knows of the origin.",
        OriginObstacle.Altered => "it was altered on the way.",
        _ => "nothing shows that it was left as it was in transit.",
    };
}
