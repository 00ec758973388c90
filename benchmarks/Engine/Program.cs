using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CrmClub.Engine;
using CrmClub.Goals;
using CrmClub.Tariffs.Engine;
using Perfolizer.Horology;

const int iterations = 5, warmups = 3;
var bench = Bench.From(ref args);
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default
        // In this process: the large tariffs are built once, and pairs come one after the other.
        .WithToolchain(InProcessEmitToolchain.DontLogOutput)
        .WithIterationCount(iterations)
        .WithWarmupCount(warmups)
        .WithIterationTime(TimeInterval.FromMilliseconds(100))
        // Collecting the large tariffs before each iteration takes longer than all else.
        .WithGcForce(false))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddLogger(NullLogger.Instance)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "crmclub-bench"))
    .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator);

// The first round lets the compiler see what is hot, and counts for nothing but the bytes.
foreach (var report in BenchmarkRunner.Run<DutyBenchmarks>(config).Reports)
{
    var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
    Bench.Say($"{Name(report),-22}{bytes,6} bytes an item");
}
Bench.Say($"ns an item, {bench.Pairs} rounds, each the median of {iterations}:");
var rounds = new List<Dictionary<string, double>>();
for (var round = 0; round < bench.Pairs; round++)
{
    rounds.Add(BenchmarkRunner.Run<DutyBenchmarks>(config).Reports.ToDictionary(Name, report =>
        report.ResultStatistics?.Median ?? throw new InvalidOperationException($"{Name(report)} gave no figures.")));
    Bench.Say(string.Join("  ", rounds[^1].Select(way => $"{way.Key} {way.Value:0}")));
}

await DutyBenchmarks.EndAsync();

const int compiled = 100_000;
var tariff = GeneratedTariff.Of(compiled);
var builds = Enumerable.Range(0, bench.Pairs + 1).Select(_ =>
{
    var before = GC.GetTotalMemory(forceFullCollection: true);
    var began = Stopwatch.GetTimestamp();
    var snapshot = TariffSnapshot.Compile(tariff);
    var time = Stopwatch.GetElapsedTime(began);
    var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
    GC.KeepAlive(snapshot);
    return (Milliseconds: time.TotalMilliseconds, Megabytes: kept / 1e6);
}).Skip(1).ToArray();
Bench.Say($"a snapshot of {compiled:N0} measures: {Medians.Of(builds.Select(b => b.Milliseconds)):0} ms to build, "
    + $"{Medians.Of(builds.Select(b => b.Megabytes)):0} MB kept");

const string engine = "engine, an item with three measures among 85,000";
Compare(Goal.AtMost(6, 17, engine, "one bare decimal expression"), "Decide85k", "BareExpression");
Compare(Goal.AtMost(6, 1.5, "engine among 1,000,000 measures", "among 10,000"), "Decide1M", "Decide10k");
Compare(Goal.AtLeast(7, 10, "NRules, three rules that are picked already", engine), "NRules", "Decide85k");
Compare(Goal.AtLeast(7, 30, "RulesEngine, three rules that are picked already", engine), "MicrosoftRulesEngine",
    "Decide85k");
Compare(Goal.AtLeast(7, 500, "one prepared SQL query an item, among as many measures", engine), "Sql", "Decide85k");
Compare(Goal.AtMost(8, 5, "decision with its full explanation", "the decision alone"), "Explain85k", "Decide85k");
bench.Write("engine");

string Name(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name;

void Compare(Goal goal, string way, string baseline) =>
    bench.Add(goal, [.. rounds.Select(round => round[way] / round[baseline])]);
