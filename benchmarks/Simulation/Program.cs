using CrmClub.Goals;
using CrmClub.Simulation;
using CrmClub.Testing;

const int usually = 100_000, many = 1_000_000, quickly = 10_000;
const string millionOption = "--million";

var bench = Bench.From(ref args);
var declarations = args.Contains(millionOption) ? many : bench.Pairs > 1 ? usually : quickly;
await using var postgres = await PostgresServer.StartAsync(fsync: true);
await using var period = await StoredPeriod.StartAsync(postgres, declarations);
var engine = new PureEngine(period, declarations);

await period.SimulateAsync();
engine.Decide();
var pairs = new List<(double Simulation, double Engine)>();
for (var number = 0; number < bench.Pairs; number++)
{
    var (simulated, sums) = await period.SimulateAsync();
    var (decided, engineSums) = engine.Decide();
    if (!sums.SequenceEqual(engineSums))
        throw new InvalidOperationException("The simulation's sums are not those of the engine.");
    pairs.Add((simulated.TotalSeconds, decided.TotalSeconds));
    Bench.Say($"simulated in {simulated.TotalSeconds,6:0.00} s   engine alone {decided.TotalSeconds,6:0.000} s");
}

bench.Add(
    Goal.AtMost(14, 10, $"a proposal simulated over {declarations:N0} stored declarations",
        "deciding their items by both tariffs, on one core"),
    [.. pairs.Select(pair => pair.Simulation / pair.Engine)]);
bench.Write("simulation");
