using System.Diagnostics;

namespace CrmClub.Chaos.Tests;

/// <summary>No declaration that was answered is lost or decided twice, whatever happens meanwhile.</summary>
[Collection<ChaosClub>]
public sealed class FaultTests(ChaosClub chaos)
{
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(
        int.TryParse(Environment.GetEnvironmentVariable("CRMCLUB_MINUTES"), out var given) ? given : 20);

    private const int FaultsBetweenChecks = 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Declarations_UnderEachFault_AreKeptOnce() =>
        chaos.SurvivesAsync(Faults.Asked(Faults.All), new Random(ChaosClub.Seed), Cancel);

    /// <summary>The long form: <c>./test chaos --long</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Declarations_UnderFaultsAtRandom_AreKeptOnce()
    {
        Fault[] many = [.. Faults.Asked(Faults.Many)];
        var random = new Random(ChaosClub.Seed);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < LongRun)
            await chaos.SurvivesAsync(random.GetItems(many, FaultsBetweenChecks), random, Cancel);
    }
}
