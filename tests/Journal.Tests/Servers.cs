using CrmClub.Journal.Tests;
using CrmClub.Testing;

// They share one broker, which some of them kill.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Servers))]

namespace CrmClub.Journal.Tests;

/// <summary>The real servers, one of each for all tests.</summary>
public sealed class Servers : IAsyncLifetime
{
    private const int HostsMax = 40;

    public PostgresServer Postgres { get; private set; } = null!;

    public BrokerServer Broker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var broker = BrokerServer.StartAsync([TestClub.Producer, TestClub.Consumer], HostsMax);
        Postgres = await PostgresServer.StartAsync();
        Broker = await broker;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
