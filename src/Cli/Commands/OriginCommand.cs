using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>origin FILE</c>: whether a product has club origin, and by which rule.</summary>
internal static class OriginCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A product and its inputs; - is standard input" };
        var tariff = new Option<string?>("--tariff")
        {
            Description = "A tariff document: its product rules are for products of which no rule is named",
        };
        return new ClubCommand("origin",
            "Says whether a product has club origin, by which rule, and how each input counts. Needs no club.",
            """
            crmclub origin data/examples/origin.json
            crmclub origin data/examples/origin-by-tariff.json --tariff data/examples/tariff.json
            """).With(file, tariff).Runs(invocation => Run(
                invocation, Documents.One(invocation.Get(file)), invocation.Get(tariff)));
    }

    private static int Run(Invocation invocation, Source source, string? tariff)
    {
        var question = source.Read<OriginCase>();
        if (tariff is not null)
            ProductRules.Apply(question, TariffDocuments.Sound(Documents.One(tariff).Read<TariffDocument>()));
        var faults = new List<Violation>();
        OriginCases.Check(question, faults);
        if (faults.Count > 0) throw new StrictJsonException(faults);
        var answer = OriginCases.Answer(question);
        if (invocation.Json)
            invocation.Out.Document(answer);
        else
            Write(invocation, answer);
        return answer.ClubOrigin && answer.Obstacles.Count == 0 ? ExitCodes.Done : ExitCodes.No;
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
    }

    private static string Text(OriginObstacle obstacle) => obstacle switch
    {
        OriginObstacle.ProofMissing => "nothing proves the origin.",
        OriginObstacle.ProofNotValid => "the proof is not valid on the day of acceptance.",
        OriginObstacle.Altered => "it was altered on the way.",
        _ => "nothing shows that it was left as it was in transit.",
    };
}
