using System.Collections.Concurrent;
using System.Diagnostics;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Calls every way with every row of a matrix, and tells what came out otherwise.</summary>
internal static class Cells
{
    private const int AtOnce = 16;

    /// <param name="rows">What is tried, for instance tokens.</param>
    /// <param name="ways">By which ways each is tried.</param>
    /// <param name="call">Calls.</param>
    /// <param name="isRight">Whether the outcome is as it must be.</param>
    public static async Task AllRightAsync<T>(
        IReadOnlyList<T> rows, IReadOnlyList<Way> ways, Func<T, Way, CancellationToken, Task<Outcome>> call,
        Func<T, Way, Outcome, bool> isRight)
    {
        var began = Stopwatch.GetTimestamp();
        var faults = new ConcurrentBag<(T Row, Outcome Outcome, Way Way)>();
        var limits = new ParallelOptions
        {
            MaxDegreeOfParallelism = AtOnce,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        // All rows by one way, then by the next: a row by all its ways would soon be over its own rate at the gateway.
        await Parallel.ForEachAsync(
            ways.SelectMany(_ => rows, (way, row) => (row, way)), limits, async (cell, cancel) =>
        {
            var outcome = await call(cell.row, cell.way, cancel);
            if (!isRight(cell.row, cell.way, outcome)) faults.Add((cell.row, outcome, cell.way));
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{rows.Count} × {ways.Count} = {rows.Count * ways.Count} "
            + $"cells in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.True(faults.IsEmpty, string.Join('\n', faults
            .GroupBy(fault => (fault.Row, $"{fault.Outcome}"), fault => fault.Way)
            .Select(group => $"{group.Key.Row}: {group.Key.Item2}, {group.Count()} times, as by {group.First()}")
            .Order()));
    }
}
