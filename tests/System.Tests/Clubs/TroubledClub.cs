using CrmClub.System.Tests.Telemetry;
using CrmClub.Testing.Clubs;
using Xunit.Sdk;
using Xunit.v3;

namespace CrmClub.System.Tests.Clubs;

/// <summary>
/// A club in trouble, beside the one that the other tests use: its resources are stopped and killed, and healed again.
/// It sends its telemetry to the tests.
/// </summary>
[CollectionDefinition]
public sealed class TroubledClub : ICollectionFixture<TroubledClub>, IAsyncLifetime
{
    public ClubUnderTest Club { get; private set; } = null!;

    internal Collector Collector { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Collector = await Collector.StartAsync(cancel);
        Club = await ClubUnderTest.StartAsync(cancel, $"--CLUB_OTLP={Collector.Address}");
    }

    public async ValueTask DisposeAsync()
    {
        await Club.DisposeAsync();
        await Collector.DisposeAsync();
    }
}

/// <summary>What must heal in time comes when other suites have mostly ended.</summary>
public sealed class TroubleLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection =>
        [.. testCollections.OrderBy(one => one.TestCollectionDisplayName.Contains(nameof(TroubledClub)))];
}
