using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>reassessment list|show</c>.</summary>
internal static class ReassessmentCommand
{
    public static Command Create() => new Command(
        "reassessment", "Shows how far changes have been followed through what was declared.")
        .With(List(), Show());

    private static Command List()
    {
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many, up to 500",
            DefaultValueFactory = _ => 100,
        };
        return new ClubCommand("list",
            "Lists reassessments with their cause and progress, newest first.",
            """
            crmclub reassessment list
            """).With(limit).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListReassessmentsRequest { PageSize = invocation.Get(limit) };
                var page = await invocation.CallAsync(
                    client, o => client.Adjustments.ListReassessmentsAsync(request, o));
                foreach (var one in page.Reassessments) Write(invocation, one);
                return ExitCodes.Done;
            });
    }

    private static Command Show()
    {
        var number = new Argument<long>("NUMBER") { Description = "The reassessment" };
        return new ClubCommand("show",
            "Shows how far a reassessment has come.",
            """
            crmclub reassessment show 1
            """).With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetReassessmentRequest { Number = invocation.Get(number) };
                Write(invocation, (await invocation.CallAsync(
                    client, o => client.Adjustments.GetReassessmentAsync(request, o))).Reassessment);
                return ExitCodes.Done;
            });
    }

    private static void Write(Invocation invocation, Reassessment one)
    {
        if (invocation.Json) invocation.Out.JsonLine(one);
        else
            invocation.Out.Line($"{one.Number}  {one.Cause}: {one.Done} of {one.Found} done, {one.Revised} revised, "
                + (one.FinishedAt is { } finished ? $"finished {finished.ToDateTime():yyyy-MM-dd HH:mm:ss}Z"
                    : one.StartedAt is { } started ? $"since {started.ToDateTime():yyyy-MM-dd HH:mm:ss}Z"
                    : "not begun"));
    }
}
