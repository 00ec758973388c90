using System.Diagnostics;

namespace CrmClub.Calls;

/// <summary>What one run of calls came to.</summary>
/// <param name="PerSecond">Calls answered a second.</param>
/// <param name="P50">Median time of a call in ms.</param>
/// <param name="P99">Time in ms that one call in a hundred exceeds.</param>
/// <param name="Failed">Calls that were not answered.</param>
internal sealed record Figures(double PerSecond, double P50, double P99, int Failed);

/// <summary>Closed loop: so many calls are always in flight, the next begins when one ends.</summary>
internal static class Load
{
    public static async Task<Figures> RunAsync(int inFlight, TimeSpan time, Func<int, Task<bool>> call)
    {
        var begin = Stopwatch.GetTimestamp();
        var loops = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(i => Task.Run(async () =>
        {
            var times = new List<double>(4096);
            var failed = 0;
            while (Stopwatch.GetElapsedTime(begin) < time)
            {
                var started = Stopwatch.GetTimestamp();
                if (!await call(i)) failed++;
                else times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            return (Times: times, Failed: failed);
        })));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var all = loops.SelectMany(l => l.Times).Order().ToArray();
        return new Figures(all.Length / seconds, At(all, 0.50), At(all, 0.99), loops.Sum(l => l.Failed));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
}
