using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Client;
using CrmClub.Contracts.Common.V1;
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
        Description = "Number of another tariff version, with --tariff another document: what the answers differ by",
        HelpName = "NUMBER|FILE",
    };

    private static readonly Option<string?> CompareOn = new("--compare-on")
    {
        Description = "Day of acceptance of the other answer (default: the same)",
        HelpName = "DAY",
    };

    private static readonly Option<string?> Arrival = new("--arrival")
    {
        Description = "A day of the week of arrival: the duty of today, of that week, and by adopted proposals",
        HelpName = "DAY",
    };

    public static Command Create() => new ClubCommand("duty",
        "Calculates the club's duty of a consignment and says why. Declares nothing.",
        """
        crmclub duty --goods 28053010 --origin CN --value 121234.56 --currency USD --net-mass 1000
        crmclub duty --batch data/examples/consignments.jsonl
        crmclub duty --tariff data/examples/tariff.json --batch data/examples/consignments.jsonl > answers.jsonl
        """).With([Tariff, Batch, Compare, CompareOn, Arrival, .. ConsignmentOptions.All]).Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var (tariff, batch, compare, day) = (
            invocation.Get(Tariff), invocation.Get(Batch), invocation.Get(Compare), invocation.Get(CompareOn));
        if (invocation.Get(Arrival) is { } arrival)
            return (tariff ?? batch ?? compare ?? day) is null
                ? await DutyFinding.SayAsync(invocation, arrival)
                : throw new CliException(ExitCodes.WrongInput, "Asked ahead is one consignment, of the club.",
                    "See crmclub duty --help.");
        if ((compare ?? day) is not null)
        {
            if (batch is not null || (tariff is not null && compare is null))
                throw new CliException(ExitCodes.WrongInput,
                    "Compared is one consignment; with --tariff to that of another document.",
                    "See crmclub duty --help.");
            return tariff is null
                ? await DutyDifferences.SayAsync(invocation, compare, day)
                : DutyDifferences.Say(invocation, tariff, compare!, day);
        }

        if (tariff is null)
        {
            using var club = new ClubDuty(invocation);
            return batch is null
                ? await OneAsync(invocation, club.AnswerAsync)
                : await ManyAsync(invocation, club.AnswerAsync, batch, DutyStream.ChunkMax);
        }

        var offline = OfflineDuty.From(Documents.One(tariff), invocation);
        return batch is null
            ? await OneAsync(invocation, one => Task.FromResult(offline.Answer(one)))
            : await ManyAsync(invocation, chunk => Task.FromResult(offline.Answer(chunk)), batch, chunkSize: 1);
    }

    private static async Task<int> OneAsync(Invocation invocation, Func<Consignment, Task<DutyAnswer>> answerOf)
    {
        var consignment = ConsignmentOptions.Read(invocation);
        var answer = await answerOf(consignment);
        if (invocation.Json) invocation.Out.Document(answer);
        else DerivationText.Write(invocation.Out, answer, consignment.Item, consignment.AcceptanceDay);
        return answer.Duty is null ? ExitCodes.No : ExitCodes.Done;
    }

    /// <summary>Answers in the order of the lines; of a file of any length one chunk is in memory.</summary>
    private static async Task<int> ManyAsync(
        Invocation invocation, Func<IReadOnlyList<Consignment>, Task<IReadOnlyList<CalculatedDuty>>> answersOf,
        string file, int chunkSize)
    {
        var all = true;
        await foreach (var chunk in Documents.LinesAsync(file, invocation.Cancel).Chunk(chunkSize))
        {
            var read = chunk.Select(Read).ToList();
            var asked = read.Select(one => one.Consignment).OfType<Consignment>().ToList();
            var answers = new Queue<CalculatedDuty>(asked.Count == 0 ? [] : await answersOf(asked));
            foreach (var (source, (consignment, faults)) in chunk.Zip(read))
            {
                var result = consignment is null ? new CalculatedDuty() : answers.Dequeue();
                if (faults.Count > 0) result = new CalculatedDuty { Faults = { faults, result.Faults } };
                all &= WriteLine(invocation, source, result);
            }
        }

        return all ? ExitCodes.Done : ExitCodes.No;
    }

    // A line with a field that there is not is asked about all the same: the answer names what else is wrong.
    private static (Consignment? Consignment, IReadOnlyList<Violation> Faults) Read(Source source) =>
        (source.ReadKnown<Consignment>(out var faults), faults);

    private static bool WriteLine(Invocation invocation, Source source, CalculatedDuty result)
    {
        if (result.Answer is { } answer)
        {
            invocation.Out.JsonLine(answer);
            return answer.Duty is not null;
        }

        Failures.Say($"{source.File}, line {source.Line}:", "");
        Failures.Say(result.Faults);
        invocation.Out.ValuesLine(new
        {
            line = source.Line,
            error = result.Faults.Select(v => new { v.Field, v.Rule, v.Value, v.Accepted, v.Message }),
        });
        return false;
    }
}
