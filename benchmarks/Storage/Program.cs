using System.Diagnostics;
using CrmClub.Declarations.Submission;
using CrmClub.Goals;
using CrmClub.Storage;
using CrmClub.Testing;

const int connections = 16, bareConnections = 2, callers = 2_000;
const string grouped = "declarations/s stored in groups as in the service";

var bench = Bench.From(ref args);
var declarations = bench.Pairs > 1 ? 40_000 : 4_000;
await using var postgres = await PostgresServer.StartAsync(fsync: true);
await using var service = await StoringService.StartAsync(postgres);
await using var bare = await BareStore.StartAsync(postgres);

await PairAsync();
var pairs = new List<(double Groups, double Alone, double Bare)>();
for (var number = 0; number < bench.Pairs; number++)
{
    pairs.Add(await PairAsync());
    Bench.Say($"in groups {pairs[^1].Groups,7:0}/s   alone {pairs[^1].Alone,7:0}/s   bare {pairs[^1].Bare,7:0}/s");
}
bench.Add(Goal.AtLeast(3, 9, grouped, $"a transaction each, {connections} connections"),
    [.. pairs.Select(p => p.Groups / p.Alone)]);
bench.Add(Goal.AtLeast(3, 0.6, grouped, $"bare unnest {BareStore.GroupRows} × {bareConnections}"),
    [.. pairs.Select(p => p.Groups / p.Bare)]);
bench.Write("storage");

async Task<(double Groups, double Alone, double Bare)> PairAsync() => (
    await RateAsync(callers, declarations, service.InGroupsAsync),
    await RateAsync(connections, declarations / 8, service.AloneAsync),
    await BareRateAsync());

// What is stored is made before the clock runs.
Task<double> RateAsync(int workers, int count, Func<PendingDeclaration, Task> store)
{
    var waiting = Enumerable.Range(0, count).Select(_ => service.Pending()).ToArray();
    var next = -1;
    return PerSecondAsync(workers, count, async () =>
    {
        while (Interlocked.Increment(ref next) is var mine && mine < count) await store(waiting[mine]);
    });
}

Task<double> BareRateAsync()
{
    var groups = declarations / BareStore.GroupRows;
    return PerSecondAsync(bareConnections, groups * BareStore.GroupRows, async () =>
    {
        while (Interlocked.Decrement(ref groups) >= 0) await bare.StoreGroupAsync();
    });
}

async Task<double> PerSecondAsync(int workers, int count, Func<Task> work)
{
    var began = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(work)));
    return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
}
