using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Hosting;

[Collection<TroubledClub>]
public sealed class HealingTests(TroubledClub troubled, RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_EachResource_HealsAtTheSameAddress()
    {
        foreach (var resource in troubled.Club.Resources)
        {
            var address = troubled.Club.AddressOf(resource);

            await troubled.Club.UntilHealedAsync(resource, troubled.Club.Kill(resource), Cancel);

            Assert.Equal(address, troubled.Club.AddressOf(resource));
        }
        await troubled.Club.UntilHealthyAsync(Cancel);
        await running.Club.UntilHealthyAsync(Cancel);
    }

    [Fact]
    public async Task Stop_ByTheOperator_StaysStoppedUntilStarted()
    {
        foreach (var resource in troubled.Club.Resources)
        {
            await troubled.Club.StopAsync(resource, Cancel);
            await troubled.Club.UntilStoppedAsync(resource, Cancel);

            await troubled.Club.StartAsync(resource, Cancel);
            await troubled.Club.UntilHealthyAsync(resource, Cancel);
        }
        await troubled.Club.UntilHealthyAsync(Cancel);
    }
}
