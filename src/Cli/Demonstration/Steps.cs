using System.Diagnostics;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;

namespace CrmClub.Cli.Demonstration;

/// <summary>Runs one step after the other, and shows each with its time.</summary>
internal sealed class Steps(Invocation invocation)
{
    private const int NameWidth = 42;
    private readonly Stopwatch _whole = Stopwatch.StartNew();
    private readonly List<(string Name, double Seconds, string Found)> _done = [];

    public double Seconds => _whole.Elapsed.TotalSeconds;

    public IEnumerable<object> Document =>
        _done.Select(d => new { step = d.Name, seconds = d.Seconds, found = d.Found });

    /// <summary>Runs a step; what it found is shown beside its name.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<(T Result, string Found)>> step)
    {
        var begin = Stopwatch.GetTimestamp();
        var (result, found) = await step();
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        _done.Add((name, Math.Round(seconds, 3), found));
        if (!invocation.Json) Show(invocation.Out, name, seconds, found);
        return result;
    }

    private static void Show(Printer output, string name, double seconds, string found)
    {
        output.Line($"{output.Good("done")}  {name,-NameWidth} {seconds,6:0.00} s  {found}");
        output.Flush();
    }
}
