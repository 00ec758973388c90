using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>duty</c>: what a consignment bears, and why; offline from a tariff document, else asked of the club.
/// </summary>
internal static class DutyCommand
{
    private static readonly Option<string?> Tariff = new("--tariff")
    {
        Description = "A tariff document: calculates offline",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Batch = new("--batch")
    {
        Description = "Consignments, one JSON document a line; answers come in the same order",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Compare = new("--compare")
    {
        Description = "Another tariff document, with --tariff: what the answers differ by, and why",
        HelpName = "FILE",
    };

    private static readonly Option<string?> CompareOn = new("--compare-on")
    {
        Description = "Day of acceptance of the other answer (default: the same)",
        HelpName = "DAY",
    };

    public static Command Create() => new ClubCommand("duty",
        "Calculates the club's duty of a consignment and says why. Declares nothing.",
        """
        crmclub duty --goods 28053010 --origin CN --value 121234.56 --currency USD --net-mass 1000
        crmclub duty --batch data/examples/consignments.jsonl
        crmclub duty --tariff data/examples/tariff.json --batch data/examples/consignments.jsonl > answers.jsonl
        """).With([Tariff, Batch, Compare, CompareOn, .. ConsignmentOptions.All]).Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        if (invocation.Get(Compare) is not null
            && (invocation.Get(Tariff) is null || invocation.Get(Batch) is not null))
        {
            throw new CliException(ExitCodes.WrongInput, "--compare needs --tariff, and one consignment.",
                "See crmclub duty --help.");
        }

        if (invocation.Get(Tariff) is { } tariff)
        {
            if (invocation.Get(Compare) is { } other)
                return DutyDifferences.Say(invocation, tariff, other, invocation.Get(CompareOn));
            var offline = OfflineDuty.From(Documents.One(tariff), invocation);
            return await RunAsync(invocation, consignment => Task.FromResult(offline.Answer(consignment)), inFlight: 1);
        }
        using var club = new ClubDuty(invocation);
        return await RunAsync(invocation, club.AnswerAsync, ClubDuty.InFlightMax);
    }

    private static async Task<int> RunAsync(
        Invocation invocation, Func<Consignment, Task<DutyAnswer>> answerOf, int inFlight)
    {
        if (invocation.Get(Batch) is { } file) return await ManyAsync(invocation, answerOf, file, inFlight);
        var consignment = ConsignmentOptions.Read(invocation);
        var answer = await answerOf(consignment);
        if (invocation.Json) invocation.Out.Document(answer);
        else DerivationText.Write(invocation.Out, answer, consignment.Item, consignment.AcceptanceDay);
        return answer.Duty is null ? ExitCodes.No : ExitCodes.Done;
    }

    /// <summary>Answers in the order of the lines, with at most so many of them under way.</summary>
    private static async Task<int> ManyAsync(
        Invocation invocation, Func<Consignment, Task<DutyAnswer>> answerOf, string file, int inFlight)
    {
        var all = true;
        var asked = new Queue<(Source Source, Task<DutyAnswer> Answer)>();
        await foreach (var source in Documents.LinesAsync(file, invocation.Cancel))
        {
            asked.Enqueue((source, AnswerAsync(source)));
            if (asked.Count == inFlight) await WriteAsync();
        }
        while (asked.Count > 0) await WriteAsync();
        return all ? ExitCodes.Done : ExitCodes.No;

        async Task<DutyAnswer> AnswerAsync(Source source) => await answerOf(source.Read<Consignment>());

        async Task WriteAsync()
        {
            var (source, answer) = asked.Dequeue();
            all &= await WriteLineAsync(invocation, source, answer);
        }
    }

    private static async Task<bool> WriteLineAsync(Invocation invocation, Source source, Task<DutyAnswer> asked)
    {
        try
        {
            var answer = await asked;
            invocation.Out.JsonLine(answer);
            return answer.Duty is not null;
        }
        catch (Exception e) when (Failures.ViolationsOf(e) is { } violations)
        {
            Failures.Say($"{source.File}, line {source.Line}:", "");
            Failures.Say(violations);
            invocation.Out.ValuesLine(new
            {
                line = source.Line,
                error = violations.Select(v => new { v.Field, v.Rule, v.Value, v.Accepted, v.Message }),
            });
            return false;
        }
    }
}
