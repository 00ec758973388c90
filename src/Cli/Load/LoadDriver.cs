using System.Diagnostics;

namespace CrmClub.Cli.Load;

/// <summary>Makes calls as planned and takes their times.</summary>
internal sealed class LoadDriver
{
    /// <summary>Calls that fell due and found no free place are still sent so long after the time is over.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(1);

    private readonly LoadPlan _plan;
    private readonly Func<int, Task<CallOutcome>> _call;
    private readonly CancellationToken _cancel;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Arrivals? _arrivals;

    private LoadDriver(LoadPlan plan, Func<int, Task<CallOutcome>> call, CancellationToken cancel)
    {
        (_plan, _call, _cancel) = (plan, call, cancel);
        Tally = new LoadTally(_began);
        if (plan.PerSecond is { } rate) _arrivals = new Arrivals(rate, plan.Calls!.Value, _began);
    }

    private LoadTally Tally { get; }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    /// <summary>Runs the load to its end.</summary>
    /// <param name="plan">What is sent, and when.</param>
    /// <param name="call">Makes one call for the caller of that number, from 0 on; does not throw.</param>
    /// <param name="watch">Is shown the tally while it grows.</param>
    /// <param name="cancel">Ends it early.</param>
    public static async Task<LoadTally> RunAsync(
        LoadPlan plan, Func<int, Task<CallOutcome>> call, Action<LoadTally>? watch = null,
        CancellationToken cancel = default)
    {
        var driver = new LoadDriver(plan, call, cancel);
        watch?.Invoke(driver.Tally);
        driver._arrivals?.Start(cancel);
        await Task.WhenAll(Enumerable.Range(0, plan.InFlight).Select(caller => Task.Run(
            () => driver._arrivals is { } arrivals ? driver.OpenAsync(arrivals, caller) : driver.ClosedAsync(caller))));
        driver.Tally.End(plan);
        return driver.Tally;
    }

    private async Task ClosedAsync(int caller)
    {
        while (Elapsed is var begin && begin < _plan.Time && !_cancel.IsCancellationRequested)
            Tally.Add(await _call(caller), Elapsed - begin);
    }

    private async Task OpenAsync(Arrivals arrivals, int caller)
    {
        await foreach (var intended in arrivals.Due.ReadAllAsync(_cancel))
        {
            if (Elapsed > _plan.Time + LateMax) return;
            Tally.Add(await _call(caller), Elapsed - intended);
        }
    }
}
