using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>account</c>: what each month brought to each administration.</summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "First month", HelpName = "YYYY-MM" };
        var to = new Option<string?>("--to") { Description = "Last month", HelpName = "YYYY-MM" };
        return new ClubCommand("account",
            "Shows what each month brought to each administration: duty decided, adjusted, reported as collected; "
            + "and whether all of it is explained.",
            """
            crmclub account
            """).With(from, to).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetAccountsRequest
                {
                    FromMonth = invocation.Get(from) ?? "",
                    ToMonth = invocation.Get(to) ?? "",
                };
                var answer = await invocation.CallAsync(
                    client, o => client.Declarations.GetAccountsAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer);
                else Write(invocation, answer);
                return decimal.Parse(answer.Unexplained, System.Globalization.CultureInfo.InvariantCulture) == 0
                    ? ExitCodes.Done : ExitCodes.No;
            });
    }

    private static void Write(Invocation invocation, GetAccountsResponse answer)
    {
        invocation.Out.Table(["administration", "month", "decided", "adjusted", "dropped", "collected", ""],
            [.. answer.Accounts.Select(one => new[]
            {
                one.Administration, one.Month, Figures.Grouped(one.Decided), Figures.Grouped(one.Adjusted),
                Figures.Grouped(one.Dropped), Figures.Grouped(one.Collected), one.Currency,
            })], 2, 3, 4, 5);
        invocation.Out.Line($"Not explained: {answer.Unexplained}");
    }
}
