using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Demonstration;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>seed</c>: fills a club with declarations.</summary>
internal static class SeedCommand
{
    private const int CountMax = 100_000;
    private const int ChunkMax = 100;

    private static readonly Argument<int> Count = new("COUNT")
    {
        Description = $"How many declarations, at most {CountMax:N0}",
    };

    public static Command Create()
    {
        Count.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, out var count) || count is < 1 or > CountMax)
                result.AddError($"COUNT is a number from 1 to {CountMax}, for instance 1000.");
        });
        return new ClubCommand("seed",
            "Sends declarations of the demonstration's goods, as each administration's customs system, accepted today.",
            """
            crmclub seed 100
            """).With(Count).Runs(RunAsync);
    }

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var began = Stopwatch.GetTimestamp();
        using var reader = invocation.Open(Identity.Reader);
        using var sender = new DeclarationSender(invocation);
        var zones = await LegalDays.ZonesAsync(invocation, reader);
        var patterns = DayOfTrade.Uncertified(DemonstrationData.Find(), invocation.Club, zones);
        var (decided, refused) = (0, 0);
        foreach (var chunk in Make(patterns, invocation.Get(Count)).GroupBy(one => one.Administration)
            .SelectMany(own => own.Chunk(ChunkMax)))
        {
            foreach (var (declaration, result) in chunk.Zip(await sender.SendAsync(chunk)))
            {
                if (result.Answer is not null)
                {
                    decided++;
                    continue;
                }
                if (refused++ > 0) continue;
                Failures.Say(
                    $"LRN {declaration.Lrn} is refused: {result.Refusal.Reason}: {result.Refusal.Message}", "");
                Failures.Say(result.Refusal.Violations);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (invocation.Json) invocation.Out.Values(new { decided, refused, seconds = Math.Round(seconds, 3) });
        else invocation.Out.Line($"{decided} declarations decided, {refused} refused, in {seconds:0.0} s");
        return refused == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static IEnumerable<Declaration> Make(IReadOnlyList<Declaration> patterns, int count)
    {
        // Milliseconds in hex are short enough for an LRN, and differ from run to run.
        var run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
        for (var i = 0; i < count; i++)
        {
            var declaration = patterns[i % patterns.Count].Clone();
            declaration.Lrn = $"SEED-{run}-{i}";
            yield return declaration;
        }
    }
}
