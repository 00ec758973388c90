using System.CommandLine;
using CrmClub.Cli.Club;
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

    public static Command Create() => new ClubCommand("duty",
        "Calculates the club's duty of a consignment and says why. Declares nothing.",
        """
        crmclub duty --goods 28053010 --origin CN --value 121234.56 --currency USD --net-mass 1000
        crmclub duty --tariff tariff.json --batch consignments.jsonl > answers.jsonl
        """).With([Tariff, Batch, .. ConsignmentOptions.All]).Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var tariff = invocation.Get(Tariff);
        var offline = tariff is null ? null : OfflineDuty.From(Documents.One(tariff));
        if (invocation.Get(Batch) is { } file) return await ManyAsync(invocation, offline, file);

        var consignment = ConsignmentOptions.Read(invocation);
        var answer = offline is not null
            ? offline.Answer(WithDay(consignment, () => offline.ZoneOf(consignment.Administration), invocation))
            : await AskAsync(invocation, consignment);
        if (invocation.Json) invocation.Out.Document(answer);
        else Derivation.Write(invocation.Out, answer, consignment.Item, consignment.AcceptanceDay);
        return answer.Duty is null ? ExitCodes.No : ExitCodes.Done;
    }

    private static async Task<int> ManyAsync(Invocation invocation, OfflineDuty? offline, string file)
    {
        if (offline is null)
            throw new CliException(ExitCodes.WrongInput, "--batch needs --tariff.",
                "Get the club's tariff with: crmclub tariff export > tariff.json");
        var all = true;
        await foreach (var source in Documents.LinesAsync(file, invocation.Cancel))
        {
            try
            {
                var answer = offline.Answer(source.Read<Consignment>());
                all &= answer.Duty is not null;
                invocation.Out.JsonLine(answer);
            }
            catch (Exception e) when (Failures.ViolationsOf(e) is { } violations)
            {
                all = false;
                Failures.Say($"{source.File}, line {source.Line}:", "");
                Failures.Say(violations);
                invocation.Out.ValuesLine(new
                {
                    line = source.Line,
                    error = violations.Select(v => new { v.Field, v.Rule, v.Value, v.Accepted, v.Message }),
                });
            }
        }
        return all ? ExitCodes.Done : ExitCodes.No;
    }

    private static async Task<DutyAnswer> AskAsync(Invocation invocation, Consignment consignment)
    {
        using var client = invocation.Open(invocation.Club.SystemOf(consignment.Administration) ?? Identity.Reader);
        if (consignment.AcceptanceDay.Length == 0)
        {
            var zone = await LegalDays.ZoneOfAsync(invocation, client, consignment.Administration);
            WithDay(consignment, () => zone, invocation);
        }
        var request = new CalculateDutyRequest { Consignment = consignment };
        var response = await invocation.CallAsync(client, o => client.Tariffs.CalculateDutyAsync(request, o));
        return response.Answer;
    }

    private static Consignment WithDay(Consignment consignment, Func<string> zone, Invocation invocation)
    {
        if (consignment.AcceptanceDay.Length > 0) return consignment;
        var today = invocation.Get(Tariff) is null
            ? invocation.Club.Today(zone())
            : LegalDay.In(zone(), DateTimeOffset.UtcNow);
        consignment.AcceptanceDay = LegalDay.Text(today);
        return consignment;
    }
}
