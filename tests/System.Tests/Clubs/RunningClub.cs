using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(RunningClub))]
[assembly: TestCollectionOrderer<TroubleLast>]
// Two cores: what runs beside a club in trouble would only look like trouble.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace CrmClub.System.Tests.Clubs;

/// <summary>The one club that the tests of this assembly share: they kill nothing in it.</summary>
public sealed class RunningClub : IAsyncLifetime
{
    public ClubUnderTest Club { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Club = await ClubUnderTest.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Club.DisposeAsync();
}
