using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>Two replicas of Declarations are swapped by day, one after the other, under load.</summary>
public sealed class UpgradeTests
{
    private const int AnsweredBetween = 50;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A checkout of the former release, built: then the second replica is of that build, beside this one, on this
    /// one's schema. Without it both are of this build.
    /// </summary>
    private static readonly string? Former = Environment.GetEnvironmentVariable("CRMCLUB_FORMER");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_SwappedUnderLoad_FailNoCall()
    {
        var second = Former is null ? "declarations" : $"declarations={Former}";
        await using var club = await ClubUnderTest.StartAsync(Cancel, $"--CLUB_SECOND={second}");
        await using var load = DeclaringLoad.Start(club);
        await load.UntilAnsweredAsync(AnsweredBetween, Within, Cancel);

        // What each decided alone, the other takes up: the old one what the new one wrote, too.
        foreach (var replica in new[] { "declarations", "declarations-2" })
        {
            await club.StopAsync(replica, Cancel);
            await club.UntilStoppedAsync(replica, Cancel);
            await load.UntilAnsweredAsync(AnsweredBetween, Within, Cancel);
            await club.CertifyAsync(Cancel);
            await club.StartAsync(replica, Cancel);
            await club.UntilHealthyAsync(replica, Cancel);
            await load.UntilAnsweredAsync(AnsweredBetween, Within, Cancel);
        }

        Assert.Empty(await load.StopAsync());
        var findings = await new ClubChecker(club).CheckAsync([load.JournalFile], Cancel);
        Assert.Empty(findings.Faults);
        Assert.True(findings.Answered >= 5 * AnsweredBetween, $"{findings.Answered}");
    }
}
