using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Journal.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>events replay</c>: a second chance for what a service could not take from another.</summary>
internal static class EventsCommand
{
    private static readonly Argument<string> Consumer = new("CONSUMER")
    {
        Description = "The service that could not take them",
    };

    public static Command Create()
    {
        Consumer.AcceptOnlyFromAmong("membership", "tariffs", "suppliers", "declarations");
        return new Command("events", "Looks after what services tell each other.")
            .With(new ClubCommand("replay",
                "Applies parked entries again, in order, once what was wrong is mended. Those that fail again stay.",
                """
                crmclub events replay declarations
                """).With(Consumer).Runs(ReplayAsync));
    }

    private static async Task<int> ReplayAsync(Invocation invocation)
    {
        var consumer = invocation.Get(Consumer);
        using var client = invocation.Open(Identity.Operator);
        var applied = new Dictionary<string, long>();
        ReplayParkedResponse last;
        do
        {
            last = await invocation.CallAsync(client, options =>
            {
                options.Headers!.Add("crmclub-service", consumer);
                return client.Copies.ReplayParkedAsync(new ReplayParkedRequest(), options);
            });
            foreach (var copy in last.Copies)
                applied[copy.Producer] = applied.GetValueOrDefault(copy.Producer) + copy.Applied;
        }
        while (last.Copies.Any(copy => copy.Applied > 0 && copy.Left > 0));

        Write(invocation, consumer, last, applied);
        foreach (var (copy, item) in last.Copies.SelectMany(copy => copy.Failed, (copy, item) => (copy, item)))
            Failures.Say($"{copy.Producer} {item.Seq}, {item.Kind} of {item.Subject}: {item.Reason}", "");
        if (last.Copies.All(copy => copy.Left == 0)) return ExitCodes.Done;
        Failures.Say("Some stay parked.", "Mend what their reasons name, then replay once more.");
        return ExitCodes.No;
    }

    private static void Write(
        Invocation invocation, string consumer, ReplayParkedResponse last, Dictionary<string, long> applied)
    {
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                consumer,
                copies = last.Copies.Select(copy => new
                {
                    copy.Producer,
                    applied = applied[copy.Producer],
                    copy.Left,
                    failed = copy.Failed.Select(item => new { item.Seq, item.Kind, item.Subject, item.Reason }),
                }),
            });
            return;
        }
        invocation.Out.Table(["copy of", "applied", "still parked"], [.. last.Copies.Select(copy =>
            new[] { copy.Producer, $"{applied[copy.Producer]}", $"{copy.Left}" })], 1, 2);
    }
}
