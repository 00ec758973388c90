using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests.Quotas;

/// <summary>Services that are killed at a random moment of some work, and started again by the host.</summary>
internal sealed class Kills(ClubUnderTest club, Random random, CancellationToken cancel)
{
    private const int RandomMomentMs = 1000;
    private int _ofEach, _underWay;

    public static readonly string[] Services = ["tariffs", "suppliers", "declarations"];

    /// <summary>How often each was.</summary>
    public int OfEach => _ofEach / Services.Length;

    /// <summary>How often the work was under way.</summary>
    public int UnderWay => _underWay;

    /// <summary>Kills services once each, behind their moment, and ends when work is done and all are well.</summary>
    public Task DuringAsync(Task work, string[] services, Func<string, Task> momentOf) => Task.WhenAll(
        [work, .. services.Select(one => KillAsync(one, work, momentOf(one), random.Next(RandomMomentMs)))]);

    private async Task KillAsync(string service, Task work, Task moment, int afterMs)
    {
        await moment;
        await Task.Delay(afterMs, cancel);
        var killed = club.Kill(service);
        Interlocked.Increment(ref _ofEach);
        if (!work.IsCompleted) Interlocked.Increment(ref _underWay);
        await club.UntilHealedAsync(service, killed, cancel);
    }
}
