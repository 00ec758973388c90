using System.Diagnostics;
using CrmClub.Chaos.Tests.Quotas;
using CrmClub.Testing.Clubs;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace CrmClub.Chaos.Tests;

/// <summary>One club that goes through all the faults, the seed that chose among them, and the report.</summary>
[CollectionDefinition, TestClassOrderer<ClocksLast>]
public sealed class ChaosClub : ICollectionFixture<ChaosClub>, IAsyncLifetime
{
    private const int AnsweredBefore = 20;
    private const int AnsweredAfter = 20;

    /// <summary>The catalogue's longest recovery of a single fault: a broker that starts again.</summary>
    private static readonly TimeSpan RecoveredWithin = TimeSpan.FromSeconds(60);

    private readonly Report report = new();

    public ClubUnderTest Club { get; private set; } = null!;

    /// <summary><c>CRMCLUB_SEED</c>, or another every time.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CRMCLUB_SEED"), out var given) ? given : Random.Shared.Next();

    public async ValueTask InitializeAsync()
    {
        Club = await ClubUnderTest.StartFragileAsync(Seed, TestContext.Current.CancellationToken);
        await Console.Out.WriteLineAsync($"chaos: seed {Seed}");
    }

    internal void Found(QuotaOutcome outcome, Kills kills, TimeSpan took) => report.Found(outcome, kills, took);

    public async ValueTask DisposeAsync()
    {
        report.Write(Seed);
        await Club.DisposeAsync();
    }

    /// <summary>
    /// Lets faults happen while customs systems declare; then every declaration must be answered, and what was
    /// answered must be kept, once.
    /// </summary>
    public async Task SurvivesAsync(IEnumerable<Fault> faults, Random random, CancellationToken cancel)
    {
        await using var load = DeclaringLoad.Start(Club);
        await using var once = await SingleCalls.StartAsync(Club, cancel);
        foreach (var fault in faults)
        {
            await load.UntilAnsweredAsync(AnsweredBefore, RecoveredWithin, cancel);
            var recovery = new Stopwatch();
            await fault.Happen(new Trouble(Club, load, once, random, recovery.Restart), cancel);
            await load.UntilAnsweredAsync(AnsweredAfter, RecoveredWithin, cancel);
            report.Happened(fault.Name, recovery.Elapsed);
        }

        IReadOnlyList<string> refused = [.. await load.StopAsync(), .. await once.StopAsync()];
        await Club.UntilHealthyAsync(cancel);
        var findings = await new ClubChecker(Club).CheckAsync([load.JournalFile, once.JournalFile], cancel);
        report.Found(findings);
        Assert.Empty(refused);
        Assert.Empty(findings.Faults);
        Assert.True(findings.Answered >= AnsweredBefore, $"Only {findings.Answered} were answered.");
    }
}

/// <summary>Who moves the clock comes last: it only goes forward.</summary>
public sealed class ClocksLast : ITestClassOrderer
{
    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses)
        where T : notnull, ITestClass =>
        [.. testClasses.OrderBy(one => one?.TestClassName == typeof(QuotaKillTests).FullName)];
}
