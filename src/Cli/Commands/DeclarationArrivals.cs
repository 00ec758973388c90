using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>declaration arrivals</c>: what came in during the last hour.</summary>
internal static class DeclarationArrivals
{
    public static Command Create() => new ClubCommand("arrivals",
        "Counts the declarations that came in during the last hour, minute by minute.",
        """
        crmclub declaration arrivals
        """).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var counted = await invocation.CallAsync(
                client, o => client.Declarations.CountArrivalsAsync(new CountArrivalsRequest(), o));
            if (invocation.Json)
            {
                invocation.Out.Document(counted);
                return ExitCodes.Done;
            }

            invocation.Out.Table(
                ["minute (UTC)", "release", "document check", "physical control", "prelodged"],
                [.. counted.Minutes.Select(one => new[]
                {
                    $"{one.Minute.ToDateTime():yyyy-MM-dd HH:mm}", $"{one.Release}", $"{one.DocumentCheck}",
                    $"{one.PhysicalControl}", $"{one.Prelodged}",
                })],
                1, 2, 3, 4);
            invocation.Out.Line($"Counted from {counted.CountedFrom.ToDateTime():HH:mm} to "
                + $"{counted.Until.ToDateTime():HH:mm}, UTC.");
            return ExitCodes.Done;
        });
}
