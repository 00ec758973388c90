using CrmClub.Cli.CommandLine;

namespace CrmClub.Cli.Demonstration;

/// <summary>Waits for what other parts of the club do by themselves.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until it is so, or time is over.</summary>
    /// <param name="what">What is waited for, as the sentence says that it did not come.</param>
    /// <param name="within">Time for all looks.</param>
    /// <param name="look">Gives what is waited for, null while it is not so.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<T> ForAsync<T>(
        string what, TimeSpan within, Func<Task<T?>> look, CancellationToken cancel) where T : class
    {
        using var timer = new PeriodicTimer(Pause);
        var deadline = DateTimeOffset.UtcNow + within;
        while (true)
        {
            if (await look() is { } found) return found;
            if (DateTimeOffset.UtcNow > deadline)
                throw new CliException(ExitCodes.No, $"After {within.TotalSeconds:0} s still not: {what}.",
                    "See crmclub status, and the logs under .club.");
            await timer.WaitForNextTickAsync(cancel);
        }
    }
}
