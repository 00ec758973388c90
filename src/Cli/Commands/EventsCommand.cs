using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Journal.V1;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>events copies|replay</c>: how far services have taken what others did, and a second chance for the rest.
/// </summary>
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
                """).With(Consumer).Runs(ReplayAsync),
            new ClubCommand("copies",
                "Shows how far a service's journal is on its way, and how old its copies of others are.",
                """
                crmclub events copies declarations
                """).With(Consumer).Runs(CopiesAsync));
    }

    private static async Task<int> CopiesAsync(Invocation invocation)
    {
        using var client = invocation.Open(Identity.Reader);
        var found = await invocation.CallAsync(client, options =>
        {
            options.Headers!.Add("crmclub-service", invocation.Get(Consumer));
            return client.Copies.ListCopiesAsync(new ListCopiesRequest(), options);
        });
        if (invocation.Json)
        {
            invocation.Out.Document(found);
            return ExitCodes.Done;
        }

        var journal = found.Journal;
        invocation.Out.Line($"sealed {journal.Sealed}, published {journal.Published}, waiting {journal.Unsealed}");
        invocation.Out.Table(["copy of", "entry", "age s", "parked"], [.. found.Copies.Select(copy => new[]
        {
            copy.Producer, $"{copy.Seq}", $"{copy.AgeSeconds:0.0}", $"{copy.Parked}",
        })], 1, 2, 3);
        foreach (var copy in found.Copies.Where(copy => copy.Refused.Length > 0))
            Failures.Say($"Nothing of {copy.Producer} is applied: {copy.Refused}", "See docs/operations.md, alarms.");
        return ExitCodes.Done;
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
