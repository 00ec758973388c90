using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Clubs;

/// <summary>
/// A club in trouble, beside the one that the other tests use: its resources are stopped and killed, and healed again.
/// </summary>
[CollectionDefinition]
public sealed class TroubledClub : ICollectionFixture<TroubledClub>, IAsyncLifetime
{
    public ClubUnderTest Club { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Club = await ClubUnderTest.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Club.DisposeAsync();
}
