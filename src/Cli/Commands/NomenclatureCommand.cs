using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>nomenclature search|correlate</c>: codes of goods.</summary>
internal static class NomenclatureCommand
{
    public static Command Create() =>
        new Command("nomenclature", "Finds codes of goods, and carries them from one edition into another.")
            .With(Search(), Correlate());

    private static Command Search()
    {
        var words = new Argument<string[]>("WORDS")
        {
            Description = "Words, a material, or the beginning of a code",
            Arity = ArgumentArity.OneOrMore,
        };
        var limit = new Option<int>("--limit") { Description = "At most so many (default: 20)", HelpName = "NUMBER" };
        return new ClubCommand("search",
            "Finds goods by words, material or code, what fits best first.",
            "crmclub nomenclature search dysprosium oxide").With(words, limit).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new SearchNomenclatureRequest
                {
                    Query = string.Join(' ', invocation.Get(words) ?? []),
                    AsOf = invocation.OnText,
                    Limit = invocation.Get(limit),
                };
                var answer = await invocation.CallAsync(
                    client, o => client.Nomenclature.SearchNomenclatureAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer);
                else if (answer.Found.Count == 0) invocation.Out.Line($"Nothing in {answer.Edition} is like that.");
                else Write(invocation, answer.Found);
                return answer.Found.Count > 0 ? ExitCodes.Done : ExitCodes.No;
            });
    }

    private static Command Correlate()
    {
        var code = new Argument<string>("CODE") { Description = "A subheading of the earlier edition" };
        var from = new Option<string>("--from")
        {
            Description = "The earlier edition",
            HelpName = "EDITION",
            DefaultValueFactory = _ => "HS2017",
        };
        return new ClubCommand("correlate",
            "What became of a code of an earlier edition. Ends with 1 where several did, and you have to choose.",
            "crmclub nomenclature correlate 8505.11").With(code, from).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new CorrelateGoodsCodeRequest
                {
                    GoodsCode = invocation.Get(code)!,
                    FromEdition = invocation.Get(from)!,
                    AsOf = invocation.OnText,
                };
                var answer = await invocation.CallAsync(
                    client, o => client.Nomenclature.CorrelateGoodsCodeAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(answer);
                }
                else
                {
                    if (answer.Targets.Count > 1)
                        invocation.Out.Line($"In {answer.Edition} its goods have several codes. Which are yours?");
                    Write(invocation, answer.Targets);
                }

                return answer.Targets.Count == 1 ? ExitCodes.Done : ExitCodes.No;
            });
    }

    private static void Write(Invocation invocation, IEnumerable<FoundGoods> found) =>
        invocation.Out.Table(["code", "material", "stage", "description"], [.. found.Select(goods => new[]
        {
            Figures.GoodsCode(goods.GoodsCode), goods.Line?.Material ?? "",
            goods.Line is { } line ? Figures.Words(line.Stage) : "", goods.DescriptionEn,
        })]);
}
