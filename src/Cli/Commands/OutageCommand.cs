using System.CommandLine;
using System.Globalization;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Cli.Commands;

/// <summary><c>outage open|close|list</c>.</summary>
internal static class OutageCommand
{
    private static readonly Option<string?> At = new("--at")
    {
        Description = "When, for instance 2026-11-27T08:30:00Z (default: now by the club's clock)",
        HelpName = "INSTANT",
    };

    public static Command Create() => new Command(
        "outage", "Records when an administration, or the club, could not take declarations.")
        .With(Open(), Close(), List());

    private static Command Open()
    {
        var reason = new Option<string>("--reason") { Description = "Why", HelpName = "TEXT", Required = true };
        return new ClubCommand("open",
            "Records that an outage began: of the club as an operator, of an administration as its system.",
            """
            crmclub outage open --reason "The data centre has no power" --as customs-de
            """).With(At, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Operator);
                var request = new OpenOutageRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    BeganAt = Instant(invocation),
                    Reason = invocation.Get(reason),
                };
                Write(invocation, (await invocation.CallAsync(
                    client, o => client.Outages.OpenOutageAsync(request, o))).Outage);
                return ExitCodes.Done;
            });
    }

    private static Command Close()
    {
        var number = new Argument<int>("NUMBER") { Description = "The outage" };
        return new ClubCommand("close",
            "Records that an outage ended.",
            """
            crmclub outage close 1 --as customs-de
            """).With(number, At).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Operator);
                var request = new CloseOutageRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Number = invocation.Get(number),
                    EndedAt = Instant(invocation),
                };
                Write(invocation, (await invocation.CallAsync(
                    client, o => client.Outages.CloseOutageAsync(request, o))).Outage);
                return ExitCodes.Done;
            });
    }

    private static Command List() => new ClubCommand("list",
        "Lists outages, newest first.",
        """
        crmclub outage list
        """).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListOutagesRequest();
            var answer = await invocation.CallAsync(client, o => client.Outages.ListOutagesAsync(request, o));
            foreach (var outage in answer.Outages) Write(invocation, outage);
            return ExitCodes.Done;
        });

    private static void Write(Invocation invocation, Outage outage)
    {
        if (invocation.Json) invocation.Out.JsonLine(outage);
        else
            invocation.Out.Line($"{outage.Number}  "
                + $"{(outage.Administration.Length == 0 ? "the club" : outage.Administration)}  "
                + $"{outage.BeganAt.ToDateTime():yyyy-MM-dd HH:mm}Z to "
                + $"{(outage.EndedAt is { } ended ? $"{ended.ToDateTime():yyyy-MM-dd HH:mm}Z" : "now")}  "
                + outage.Reason);
    }

    private static Timestamp Instant(Invocation invocation)
    {
        if (invocation.Get(At) is not { } text) return invocation.Club.Now.ToTimestamp();
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToTimestamp()
            : throw new CliException(ExitCodes.WrongInput, $"\"{text}\" is no instant.",
                "An instant is written so: 2026-11-27T08:30:00Z.");
    }
}
