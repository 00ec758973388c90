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

    public async ValueTask InitializeAsync()
    {
        // Tokens that name nobody share the strangers' bucket, and the matrices try them by every way.
        Environment.SetEnvironmentVariable("Gateway__CallsPerSecond__Anonymous", "1000");
        foreach (var limit in new[] { "Grievances", "GrievancesInAll", "Receipts" })
            Environment.SetEnvironmentVariable($"Gateway__CallsPerHour__{limit}", "100000");
        Club = await ClubUnderTest.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Club.DisposeAsync();
}
