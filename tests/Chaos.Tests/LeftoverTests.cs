using System.Diagnostics;
using System.Text.Json;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>
/// The host as a process of its own, as a person starts it, again and again in one folder: however it ends, nothing
/// that it started outlives it, and what it left is no hindrance to the next.
/// </summary>
public sealed class LeftoverTests
{
    private const int LongStarts = 50;
    private const int OneIsKilledIn = 5;

    /// <summary>The most that a host of the long form may have of its start before it is ended.</summary>
    private const int StartingMsMax = 15_000;

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(15);

    // After its host was killed the orchestrator mostly ends in seconds, and now and then long after all that it ran.
    private static readonly TimeSpan OrchestratorGoneWithin = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_OfAKilledHostAndOfTheNext_LeavesNothing()
    {
        using var folder = new TestFolder();
        await RunAsync(folder.Path, "KILL", startsFor: null);
        await RunAsync(folder.Path, "TERM", startsFor: null);
    }

    /// <summary>The long form: ended at any moment of their start, one in five killed.</summary>
    [Fact(Explicit = true)]
    public async Task End_OfFiftyHosts_LeavesNothing()
    {
        var seed = ChaosClub.Seed;
        await Console.Out.WriteLineAsync($"leftovers: seed {seed}");
        var random = new Random(seed);
        using var folder = new TestFolder();
        for (var start = 1; start <= LongStarts; start++)
        {
            await RunAsync(folder.Path, start % OneIsKilledIn == 0 ? "KILL" : "TERM",
                TimeSpan.FromMilliseconds(random.Next(StartingMsMax)));
        }

        await RunAsync(folder.Path, "TERM", startsFor: null);
    }

    /// <summary>Starts it, and ends it after that time, or when all of it runs.</summary>
    private static async Task RunAsync(string folder, string signal, TimeSpan? startsFor)
    {
        using var host = Start(folder);
        IReadOnlyList<int> ports;
        try
        {
            if (startsFor is { } time)
            {
                await Task.Delay(time, Cancel);
                Assert.False(host.HasExited, "The host ended by itself.");
            }
            else
            {
                await Eventually.HoldsAsync(
                    "all of it runs", () => Task.FromResult(IsRunning(folder, host.Id)), StartWithin, Cancel);
                Assert.NotEmpty(Processes.Of(folder));
            }

            ports = PortsOf(folder, host.Id);
        }
        finally
        {
            using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{host.Id}"]);
            await host.WaitForExitAsync(Cancel);
        }

        await GoneAsync(() => Processes.Of(folder).Where(pid => !Processes.IsOrchestrator(pid)), GoneWithin);
        await GoneAsync(() => Processes.Of(folder), OrchestratorGoneWithin);
        Assert.DoesNotContain(ports, port => !AppHost.ClubPorts.IsFree(port));
    }

    private static async Task GoneAsync(Func<IEnumerable<int>> left, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        while (left().Any() && watch.Elapsed < within) await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
        Assert.Empty(left().Select(Processes.Describe));
    }

    private static Process Start(string folder)
    {
        var program = Path.ChangeExtension(typeof(Projects.AppHost).Assembly.Location, null);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CLUB_DIR"] = folder;
        start.Environment["CLUB_FSYNC"] = "off";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        var host = Process.Start(start)!;
        host.OutputDataReceived += (_, _) => { };
        host.ErrorDataReceived += (_, _) => { };
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        return host;
    }

    /// <summary>Everything runs: the moment with the most to leave behind. A killed host leaves its own word.</summary>
    private static bool IsRunning(string folder, int host) => ClubOf(folder, host) is { } club
        && club.GetProperty("resources").EnumerateArray()
            .Where(resource => resource.GetProperty("name").GetString() != "migrator")
            .All(resource => resource.GetProperty("state").GetString() == "Running");

    /// <summary>Where it said that it listens.</summary>
    private static IReadOnlyList<int> PortsOf(string folder, int host) => ClubOf(folder, host) is { } club
        ? [.. club.GetProperty("addresses").EnumerateObject().Select(one => new Uri(one.Value.GetString()!).Port)]
        : [];

    private static JsonElement? ClubOf(string folder, int host)
    {
        var file = Path.Combine(folder, "club.json");
        if (!File.Exists(file)) return null;
        var club = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        return club.GetProperty("pid").GetInt32() == host ? club : null;
    }
}
