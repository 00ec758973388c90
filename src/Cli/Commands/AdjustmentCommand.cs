using System.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>adjustment list|show|hear|fraud|notify|appeal|settle|drop</c>.</summary>
internal static class AdjustmentCommand
{
    private const int PageSize = 500;

    private static readonly Argument<string?> Id = new("ID")
    {
        Description = "The adjustment (default: the newest that is neither settled nor dropped)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Day = new("--day")
    {
        Description = "On which day (default: today where it was declared)",
        HelpName = "DAY",
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Answer in full and store nothing",
    };

    public static Command Create() => new Command(
        "adjustment", "Shows proposed adjustments of duty, and records what becomes of them.")
        .With(List(), Show(), Hear(), Fraud(), Notify(), Appeal(), Settle(), Drop());

    private static Command List()
    {
        var open = new Option<bool>("--open") { Description = "Only those that are neither settled nor dropped" };
        var administration = new Option<string?>("--administration")
        {
            Description = "Only this administration's",
            HelpName = "CODE",
        };
        var cause = new Option<string?>("--cause")
        {
            Description = "Only those of this cause, as an adjustment says it",
            HelpName = "TEXT",
        };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many (default: 100; 0: all)",
            DefaultValueFactory = _ => 100,
        };
        return new ClubCommand("list",
            "Lists adjustments, newest first.",
            """
            crmclub adjustment list
            """).With(open, administration, cause, limit).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var max = invocation.Get(limit) is > 0 and var given ? given : int.MaxValue;
                var request = new ListAdjustmentsRequest
                {
                    Administration = invocation.Get(administration) ?? "",
                    Cause = invocation.Get(cause) ?? "",
                    Open = invocation.Get(open),
                };
                await foreach (var one in AllAsync(invocation, client, request, max))
                {
                    if (invocation.Json) invocation.Out.JsonLine(one);
                    else invocation.Out.Line(Line(one));
                }
                return ExitCodes.Done;
            });
    }

    private static Command Show() => new ClubCommand("show",
        "Shows an adjustment with what became of it.",
        """
        crmclub adjustment show
        """).With(Id).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var found = await FindAsync(invocation, client);
            if (invocation.Json) invocation.Out.Document(found);
            else Write(invocation, found);
            return ExitCodes.Done;
        });

    private static Command Hear()
    {
        var until = new Option<string>("--until")
        {
            Description = "Last day for an answer (default: by the administration's policy)",
            HelpName = "DAY",
        };
        var result = new Option<string?>("--result")
        {
            Description = "What the debtor answered; without it the hearing is opened",
            HelpName = "TEXT",
        };
        return Step("hear", "Opens the hearing of the debtor of additional duty, or records the answer.",
            """
            crmclub adjustment hear
            crmclub adjustment hear --result "The invoice was corrected"
            """,
            (invocation, day, _) => invocation.Get(result) is { } answer
                ? new() { Heard = new() { Day = day, Result = answer } }
                : new() { HearingOpened = new() { Day = day, Deadline = invocation.Get(until) ?? "" } },
            until, result);
    }

    private static Command Fraud()
    {
        var reason = Text("--reason", "What the debtor did");
        return Step("fraud", "Records fraud by the debtor: the debt may be notified for longer.",
            """
            crmclub adjustment fraud --reason "False certificates"
            """,
            (invocation, day, _) => new() { Fraud = new() { Day = day, Reason = invocation.Get(reason)! } }, reason);
    }

    private static Command Notify() => Step("notify", "Records that it was notified to the debtor.",
        """
        crmclub adjustment notify
        """,
        (_, day, _) => new() { Notified = new() { Day = day } });

    private static Command Appeal()
    {
        var reason = Text("--reason", "Why, as the debtor or the decision says");
        var outcome = new Option<string?>("--outcome")
        {
            Description = "How it was decided; without it the appeal is opened",
        };
        outcome.AcceptOnlyFromAmong([.. Choices.Of<AppealOutcome>()]);
        return Step("appeal", "Records an appeal, or its decision.",
            """
            crmclub adjustment appeal --reason "The certificate was valid"
            crmclub adjustment appeal --outcome rejected --reason "It was revoked from its first day on"
            """,
            (invocation, day, _) => invocation.Get(outcome) is { } decided
                ? new()
                {
                    AppealDecided = new()
                    {
                        Day = day,
                        Outcome = Choices.Parse<AppealOutcome>(decided),
                        Reason = invocation.Get(reason)!,
                    },
                }
                : new() { Appealed = new() { Day = day, Reason = invocation.Get(reason)! } },
            reason, outcome);
    }

    private static Command Settle()
    {
        var amount = new Option<string?>("--amount")
        {
            Description = "What was collected, or paid back below zero (default: what the adjustment says)",
            HelpName = "AMOUNT",
        };
        return Step("settle", "Records that it was collected, or paid back.",
            """
            crmclub adjustment settle
            """,
            (invocation, day, found) =>
            {
                var settled = found.Difference.Clone();
                settled.Amount = invocation.Get(amount) ?? settled.Amount;
                return new() { Settled = new() { Day = day, Amount = settled } };
            },
            amount);
    }

    private static Command Drop()
    {
        var reason = new Option<string>("--reason") { Description = "On what ground", Required = true };
        reason.AcceptOnlyFromAmong([.. Choices.Of<DropReason>()]);
        var text = Text("--text", "Why");
        return Step("drop", "Drops it: nothing is claimed, and the revision stays.",
            """
            crmclub adjustment drop --reason hearing --text "The certificate had been replaced"
            """,
            (invocation, day, _) => new()
            {
                Dropped = new()
                {
                    Day = day,
                    Reason = Choices.Parse<DropReason>(invocation.Get(reason)!),
                    Text = invocation.Get(text)!,
                },
            },
            reason, text);
    }

    private static Command Step(
        string name, string description, string example,
        Func<Invocation, string, Adjustment, AdjustmentStep> make, params Option[] options) =>
        new ClubCommand(name, description + " As an officer of its administration.", example)
            .With([Id, Day, .. options, ValidateOnly]).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CustomsOfficer);
                var found = await FindAsync(invocation, client);
                var day = invocation.Get(Day) ?? await TodayAsync(invocation, client, found.Administration);
                var request = new ReportAdjustmentRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    ValidateOnly = invocation.Get(ValidateOnly),
                    Id = found.Id,
                    Step = make(invocation, day, found),
                };
                var answer = (await invocation.CallAsync(
                    client, o => client.Adjustments.ReportAdjustmentAsync(request, o))).Adjustment;
                if (invocation.Json) invocation.Out.Document(answer);
                else Write(invocation, answer);
                return ExitCodes.Done;
            });

    private static Option<string> Text(string name, string description) =>
        new(name) { Description = description, HelpName = "TEXT", Required = true };

    private static async Task<string> TodayAsync(Invocation invocation, ClubClient client, string administration)
    {
        var all = await invocation.CallAsync(client, o => client.Membership.ListAdministrationsAsync(new(), o));
        var zone = all.Administrations.Single(one => one.Code == administration).TimeZone;
        return LegalDay.Text(invocation.Club.Today(zone));
    }

    private static async Task<Adjustment> FindAsync(Invocation invocation, ClubClient client)
    {
        if (invocation.Get(Id) is { } id)
            return (await invocation.CallAsync(
                client, o => client.Adjustments.GetAdjustmentAsync(new() { Id = id }, o))).Adjustment;
        await foreach (var one in AllAsync(invocation, client, new() { Open = true }, max: 1)) return one;
        throw new CliException(ExitCodes.NotFound, "There is no open adjustment.",
            "All of them are listed by: crmclub adjustment list");
    }

    private static async IAsyncEnumerable<Adjustment> AllAsync(
        Invocation invocation, ClubClient client, ListAdjustmentsRequest request, int max)
    {
        request.PageSize = Math.Min(max, PageSize);
        var left = max;
        do
        {
            var page = await invocation.CallAsync(client, o => client.Declarations.ListAdjustmentsAsync(request, o));
            foreach (var one in page.Adjustments.Take(left)) yield return one;
            left -= page.Adjustments.Count;
            request.PageToken = page.NextPageToken;
        }
        while (left > 0 && request.PageToken.Length > 0);
    }

    /// <summary>An adjustment in one line.</summary>
    public static string Line(Adjustment one) => $"{one.Id}  {one.Mrn}  {Figures.Of(one.Difference),20}  "
        + $"{Figures.Words(one.State)}{(one.UnderAppeal ? ", under appeal" : "")}, "
        + $"{(one.Barred ? "barred since" : "to be notified until")} {Figures.Day(one.TimeBar)}  {one.Cause}";

    /// <summary>A step in one line.</summary>
    public static string Line(AdjustmentReport report) => $"{report.Number}  {Figures.Words(report.State)}: "
        + report.Step switch
        {
            { HearingOpened: { } hearing } => $"hearing from {hearing.Day} to {hearing.Deadline}",
            { Heard: { } heard } => $"heard on {heard.Day}, {heard.Result}",
            { Fraud: { } fraud } => $"fraud recorded on {fraud.Day}, {fraud.Reason}",
            { Notified: { } notified } => $"notified on {notified.Day}",
            { Appealed: { } appeal } => $"appeal of {appeal.Day}, {appeal.Reason}",
            { AppealDecided: { } decided } =>
                $"appeal {Figures.Words(decided.Outcome)} on {decided.Day}, {decided.Reason}",
            { Settled: { } settled } => $"settled on {settled.Day}, {Figures.Of(settled.Amount)}",
            { Dropped: { } dropped } =>
                $"dropped on {dropped.Day} ({Figures.Words(dropped.Reason)}), {dropped.Text}",
            _ => "",
        };

    private static void Write(Invocation invocation, Adjustment one)
    {
        invocation.Out.Line(Line(one));
        foreach (var report in one.Reports) invocation.Out.Line(Line(report));
    }
}
