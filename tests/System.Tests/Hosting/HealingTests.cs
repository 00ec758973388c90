using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>A club in trouble, beside the one that the other tests use.</summary>
public sealed class TroubledClub : IAsyncLifetime
{
    public ClubUnderTest Club { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Club = await ClubUnderTest.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Club.DisposeAsync();
}

public sealed class HealingTests(TroubledClub troubled, RunningClub running) : IClassFixture<TroubledClub>
{
    private static readonly TimeSpan HealedDeadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_EachResource_HealsAtTheSameAddress()
    {
        foreach (var resource in troubled.Club.Resources)
        {
            var before = troubled.Club.Kill(resource);

            await Eventually.TrueAsync(
                () => Task.FromResult(troubled.Club.Pid(resource) is { } now && now != before), HealedDeadline, Cancel);
            await troubled.Club.UntilHealthyAsync(resource, Cancel);
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
            await troubled.Club.UntilAsync(resource, "Finished", Cancel);

            await troubled.Club.StartAsync(resource, Cancel);
            await troubled.Club.UntilHealthyAsync(resource, Cancel);
        }
        await troubled.Club.UntilHealthyAsync(Cancel);
    }
}
