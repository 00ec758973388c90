using CrmClub.Testing;

namespace CrmClub.Chaos.Tests;

/// <summary>What becomes of declarations when PostgreSQL has no room left.</summary>
[Collection<ChaosClub>]
public sealed class DiskTests(ChaosClub chaos)
{
    private const int RefusedWhileFull = 20;
    private static readonly TimeSpan RefusedWithin = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Callers are told to try again, the services stay as they are, and all goes on when there is room again.
    /// </summary>
    [Fact]
    public async Task Declarations_WhileTheDiskIsFull_AreRefusedAndThenKeptOnce()
    {
        Assert.SkipUnless(TmpfsFolder.IsPossible, "This process may not mount a file system.");
        await chaos.SurvivesAsync([Full], new Random(ChaosClub.Seed), TestContext.Current.CancellationToken);
    }

    internal static Fault Full => new("disk full", async (trouble, cancel) =>
    {
        var (club, disk) = (trouble.Club, trouble.Club.Disk!);
        string[] programs = [.. AppHost.Club.Services, "gateway"];
        var before = programs.Select(club.Pid).ToList();
        disk.Fill();
        try
        {
            await trouble.Once.UntilRefusedAsync(RefusedWhileFull, RefusedWithin, cancel);
        }
        finally
        {
            disk.Free();
        }

        trouble.Struck();
        await club.UntilHealthyAsync(cancel);
        Assert.Equal(before, programs.Select(club.Pid));
    });
}
