using CrmClub.Declarations.Tests;
using CrmClub.Testing;

// One of them kills the database that the others use.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Servers))]

namespace CrmClub.Declarations.Tests;

/// <summary>The real database, one server for all tests, a database for each.</summary>
public sealed class Servers : IAsyncLifetime
{
    public PostgresServer Postgres { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Postgres = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Postgres.DisposeAsync();
}
