using System.Diagnostics;
using CrmClub.Goals;
using CrmClub.Listing;
using CrmClub.Simulation;
using CrmClub.Testing;

const int usually = 100_000, many = 1_000_000, quickly = 10_000, pages = 200;
const string millionOption = "--million";

var bench = Bench.From(ref args);
var declarations = args.Contains(millionOption) ? many : bench.Pairs > 1 ? usually : quickly;
await using var postgres = await PostgresServer.StartAsync(fsync: true);
await using var period = await StoredPeriod.StartAsync(postgres, declarations);
await using var listed = await ListedPages.StartAsync(period, declarations);

// Until what a page does is compiled for good.
var warm = Stopwatch.StartNew();
do
{
    await PairAsync();
}
while (warm.Elapsed < bench.ClubWarm);
var pairs = new List<(double Page, double List, double Query)>();
for (var number = 0; number < bench.Pairs; number++)
{
    pairs.Add(await PairAsync());
    var (page, list, query) = pairs[^1];
    Bench.Say($"p50 of a page {page:0.00} ms   of its list by gRPC {list:0.00} ms   of the query {query:0.00} ms");
}

bench.Add(
    Goal.AtMost(15, 3, $"p50 of a page of 50 declarations among {declarations:N0}, as a browser gets it",
        "its query alone"),
    [.. pairs.Select(pair => pair.Page / pair.Query)]);
bench.Add(
    Goal.AtMost(15, 3, $"p50 of a list of 50 declarations among {declarations:N0}, by gRPC", "its query alone"),
    [.. pairs.Select(pair => pair.List / pair.Query)]);
bench.Write("listing");

// At the same places and by turns, so that what else the machine does meets all three.
async Task<(double Page, double List, double Query)> PairAsync()
{
    var times = (Page: new List<double>(), List: new List<double>(), Query: new List<double>());
    for (var number = 0; number < pages; number++)
    {
        times.Query.Add(await TimeAsync(() => listed.QueryAsync(number)));
        times.List.Add(await TimeAsync(() => listed.ListAsync(number)));
        times.Page.Add(await TimeAsync(() => listed.PageAsync(number)));
    }

    return (Medians.Of(times.Page), Medians.Of(times.List), Medians.Of(times.Query));
}

static async Task<double> TimeAsync(Func<Task> call)
{
    var start = Stopwatch.GetTimestamp();
    await call();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
