using CrmClub.Calls;
using CrmClub.Cli.Club;
using CrmClub.Cli.Load;
using CrmClub.Goals;
using CrmClub.Testing.Clubs;

const int inFlight = 64, chunksInFlight = 8;
const string bare = "bare unary gRPC", whole = "decided and stored through the gateway";

var bench = Bench.From(ref args);
if (args is [Echo.Argument, var answer]) return await Echo.ServeAsync(answer);
if (args is [Proxy.Argument, var destination]) return await Proxy.ServeAsync(destination);

// What is measured is what the club can do, not what one caller may have of it.
Environment.SetEnvironmentVariable("Gateway__CallsPerSecond__System", "1000000");
Environment.SetEnvironmentVariable("Gateway__CallsPerSecond__Address", "1000000");
Environment.SetEnvironmentVariable("Systems__ItemsPerSecond", "1000000");
await using var started = await ClubUnderTest.StartAsync(CancellationToken.None, "--CLUB_FSYNC=on");
var running = RunningClub.Find(started.Folder);
using var club = await ClubUnderLoad.OpenAsync(
    administration => running.Open(running.SystemOf(administration)!), running, running.Administrations,
    TimeSpan.FromSeconds(20), CancellationToken.None);
await club.TryAsync();
await using var baselines = await Baselines.StartAsync(club);

foreach (var side in (Func<int, Task<CallOutcome>>[])[baselines.EchoAsync, baselines.ProxyAsync])
    await LoadDriver.RunAsync(new LoadPlan(inFlight, null, bench.Warm), side);
await LoadDriver.RunAsync(new LoadPlan(inFlight, null, bench.ClubWarm), club.DeclareAsync);
await LoadDriver.RunAsync(new LoadPlan(chunksInFlight, null, bench.ClubWarm / 2), club.DeclareChunkAsync);

var pairs = new List<Pair>();
for (var number = 0; number < bench.Pairs; number++)
{
    var echo = await RunAsync("bare unary", inFlight, baselines.EchoAsync);
    var unary = await RunAsync("whole path", inFlight, club.DeclareAsync);
    var chunks = await RunAsync($"whole path, {ClubUnderLoad.ChunkDeclarations} a call", chunksInFlight,
        club.DeclareChunkAsync);
    await RunAsync("bare YARP", inFlight, baselines.ProxyAsync);
    var proxy = await RunAsync("bare YARP", 1, baselines.ProxyAsync);
    var commit = await RunAsync("one commit", 1, baselines.CommitAsync);
    var one = await RunAsync("whole path", 1, club.DeclareAsync);
    var open = await RunAsync("whole path, open", inFlight, club.DeclareAsync, (int)unary.PerSecond / 2);
    pairs.Add(new Pair(echo, unary, chunks, proxy, commit, one, open));
}

Compare(Goal.AtLeast(1, 0.5, $"declarations/s {whole}, {inFlight} calls", bare),
    p => p.Unary.PerSecond / p.Echo.PerSecond);
Compare(Goal.AtLeast(2, 2.5, $"declarations/s {whole}, {ClubUnderLoad.ChunkDeclarations} a call", bare),
    p => p.Chunks.PerSecond / p.Echo.PerSecond);
Compare(Goal.AtLeast(2, 5, $"declarations/s {whole}, {ClubUnderLoad.ChunkDeclarations} a call", "one a call"),
    p => p.Chunks.PerSecond / p.Unary.PerSecond);
Compare(Goal.AtMost(4, 2, $"p99 {whole}, {inFlight} calls", $"p99 of {bare}"),
    p => p.Unary.Ms(0.99) / p.Echo.Ms(0.99));
Compare(Goal.AtMost(4, 1.5, $"p50 {whole}, one call at a time", "p50 of bare YARP and of one commit, added"),
    p => p.One.Ms(0.5) / (p.Proxy.Ms(0.5) + p.Commit.Ms(0.5)));
Compare(Goal.AtMost(4, 5, $"p99.9 {whole}, open loop at half the rate", "its own p50"),
    p => p.Open.Ms(0.999) / p.Open.Ms(0.5));
bench.Write("calls");
return 0;

void Compare(Goal goal, Func<Pair, double> ratio) => bench.Add(goal, [.. pairs.Select(ratio)]);

async Task<LoadTally> RunAsync(string name, int calls, Func<int, Task<CallOutcome>> call, int? rate = null)
{
    var tally = await LoadDriver.RunAsync(new LoadPlan(calls, rate, bench.Time), call);
    Bench.Say($"{name,-22} {calls,2} calls {tally.PerSecond,7:0}/s  p50 {tally.Ms(0.5),7:0.00}  "
        + $"p99 {tally.Ms(0.99),7:0.00}  p99.9 {tally.Ms(0.999),7:0.00} ms");
    if (tally.Accepted == tally.Sent && tally.CallsNotSent == 0) return tally;
    throw new InvalidOperationException($"Not all were accepted: {string.Join(", ", club.Failures)}, "
        + $"{tally.CallsNotSent} calls not sent.");
}

/// <summary>What was measured in turn.</summary>
internal sealed record Pair(
    LoadTally Echo, LoadTally Unary, LoadTally Chunks, LoadTally Proxy, LoadTally Commit, LoadTally One,
    LoadTally Open);
