using System.Diagnostics;

namespace CrmClub.System.Tests.Clubs;

/// <summary>Waits for conditions, never for time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until nothing is left, and fails with the rest at the deadline.</summary>
    public static async Task NoneAsync<T>(
        Func<IReadOnlyList<T>> left, Func<T, string> describe, TimeSpan deadline, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<T> now;
        while ((now = left()).Count > 0 && watch.Elapsed < deadline) await Task.Delay(Pause, cancel);
        Assert.Empty(now.Select(describe));
    }

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < deadline, $"It was not so within {deadline.TotalSeconds} s.");
            await Task.Delay(Pause, cancel);
        }
    }
}
