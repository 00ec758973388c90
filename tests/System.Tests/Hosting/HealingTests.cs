using System.Diagnostics;
using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>What dies without being told to is started again, and the rest bears it.</summary>
[Collection<TroubledClub>]
public sealed class HealingTests(TroubledClub troubled, RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Killed =>
        [.. AppHost.Club.Services, "identity", "gateway", "web", "postgres", "rabbitmq", "redis"];

    [Theory, MemberData(nameof(Killed))]
    public async Task Kill_OneResource_HealsInTimeAtTheSameAddress(string resource)
    {
        var address = troubled.Club.AddressOf(resource);
        var watch = Stopwatch.StartNew();

        await troubled.Club.UntilHealedAsync(resource, troubled.Club.Kill(resource), Cancel);

        TestContext.Current.TestOutputHelper?.WriteLine($"{resource} healed in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(address, troubled.Club.AddressOf(resource));
        await troubled.Club.UntilHealthyAsync(Cancel);
        await running.Club.UntilHealthyAsync(Cancel);
    }

    [Fact]
    public void Kill_EachResource_IsTriedHere() =>
        Assert.Equal(troubled.Club.Resources.Order(), Killed.Select(row => row.Data).Order());
}
