using CrmClub.Contracts.Signing;

namespace CrmClub.Declarations.Tests;

/// <summary>A service of a test's own, that signs what it decided.</summary>
public abstract class WithReceipts(Servers servers) : IAsyncLifetime
{
    private protected TestService Service { get; private set; } = null!;

    private protected TestReceipts Receipts { get; private set; } = null!;

    private protected PublicKeySet Keys { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await TestService.FoundAsync(servers.Postgres);
        Receipts = new TestReceipts(Service);
        Keys = await Receipts.PublicKeysAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Receipts.Dispose();
        return Service.DisposeAsync();
    }
}
