using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Load;

/// <summary>Shows a load while it runs, and what came of it.</summary>
internal static class LoadReport
{
    private static readonly TimeSpan ProgressEach = TimeSpan.FromSeconds(1);

    /// <summary>A line a second on a terminal; nothing where nobody watches.</summary>
    public static async Task ProgressAsync(LoadTally tally, CancellationToken ended)
    {
        if (Console.IsErrorRedirected) return;
        using var timer = new PeriodicTimer(ProgressEach);
        try
        {
            for (var before = 0L; await timer.WaitForNextTickAsync(ended);)
            {
                var answered = tally.Answered;
                Console.Error.WriteLine(FormattableString.Invariant($"{tally.Elapsed.TotalSeconds,4:0} s  ")
                    + FormattableString.Invariant($"{answered - before,9:N0} answered, {tally.Errors:N0} errors, ")
                    + FormattableString.Invariant($"p50 {tally.Ms(0.50):0.00} ms, p99 {tally.Ms(0.99):0.00} ms"));
                before = answered;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public static void Write(
        Printer output, string method, LoadPlan plan, LoadTally tally, IReadOnlyDictionary<string, int> failures)
    {
        if (output.IsJson) output.Values(Document(method, plan, tally, failures));
        else
        {
            output.Line($"{method}, {Figures.Grouped($"{plan.InFlight}")} calls under way"
                + (plan.PerSecond is { } rate ? $" at most, {Figures.Grouped($"{rate}")} due a second" : ""));
            output.Table(
                ["sent", "answered", "accepted", "errors", "per second", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms",
                    "max ms"],
                [[Count(tally.Sent), Count(tally.Answered), Count(tally.Accepted), Count(tally.Errors),
                    Count((long)tally.PerSecond), Text(tally.Ms(0.50)), Text(tally.Ms(0.90)), Text(tally.Ms(0.99)),
                    Text(tally.Ms(0.999)), Text(tally.Times.Max.TotalMilliseconds)]],
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
        foreach (var (reason, count) in failures.OrderByDescending(failure => failure.Value))
            Failures.Say($"{count} × {reason}", "");
        if (tally.CallsNotSent > 0)
            Failures.Say($"{tally.CallsNotSent} calls fell due and were not sent: too many were under way.",
                "Allow more with --calls, or ask for a lower --rate.");
    }

    private static object Document(
        string method, LoadPlan plan, LoadTally tally, IReadOnlyDictionary<string, int> failures) => new
        {
            method,
            calls = plan.InFlight,
            rate = plan.PerSecond,
            seconds = Math.Round(tally.Elapsed.TotalSeconds, 3),
            sent = tally.Sent,
            answered = tally.Answered,
            accepted = tally.Accepted,
            errors = tally.Errors,
            callsNotSent = tally.CallsNotSent,
            perSecond = Math.Round(tally.PerSecond, 1),
            p50Ms = Ms(tally.Ms(0.50)),
            p90Ms = Ms(tally.Ms(0.90)),
            p99Ms = Ms(tally.Ms(0.99)),
            p999Ms = Ms(tally.Ms(0.999)),
            maxMs = Ms(tally.Times.Max.TotalMilliseconds),
            failures = failures.Select(failure => new { reason = failure.Key, count = failure.Value }),
        };

    private static double Ms(double ms) => Math.Round(ms, 3);

    private static string Count(long count) => Figures.Grouped($"{count}");

    private static string Text(double ms) => ms.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}
