using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using CrmClub.Declarations.Tests;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CrmClub.Storage;

/// <summary>What the service stores with, on a database of its own, and decided declarations for it.</summary>
internal sealed class StoringService : IAsyncDisposable
{
    private static readonly DateOnly Day = new(2027, 3, 8);

    private readonly NpgsqlDataSource _database;
    private readonly DeclarationMetrics _metrics = new();
    private readonly Standing _standing = World.Standing(World.Issued());
    private readonly GroupStore _store;
    private readonly SubmissionBatcher _batcher;

    private StoringService(TestDatabase where)
    {
        _database = NpgsqlDataSource.Create(where.App);
        var certificates = new CertificateHolder();
        var capacity = new CapacityBook();
        var redecision = new Redecision(new StandingOfNow(
            new MembershipState(), new TariffHolder(), certificates, new ProfileHolder(), capacity));
        _store = new GroupStore(
            _database,
            new SuppliersCopy(
                _database, certificates, new CapacityCopy(_database, new JournalReader(_database), capacity)),
            new MembersCopy(new MembershipCopy(_database, new MembershipState())),
            new TariffsCopy(_database, new TariffHolder()),
            redecision,
            capacity,
            new JournalSignal(),
            TimeProvider.System);
        _batcher = new SubmissionBatcher(
            _store, new Repeats(_database), _database, _metrics, NullLogger<SubmissionBatcher>.Instance);
    }

    public static async Task<StoringService> StartAsync(PostgresServer postgres)
    {
        var scripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schema"), "*.sql").Order()
            .Select(File.ReadAllText).ToArray();
        var service = new StoringService(await postgres.CreateAsync("declarations", scripts));
        await service._batcher.StartAsync(default);
        return service;
    }

    /// <summary>A declaration that nobody has sent before, decided.</summary>
    public PendingDeclaration Pending()
    {
        var declaration = World.Dysprosium("DE", $"{Guid.NewGuid():N}"[..22], "254", "76200.00");
        var document = declaration.ToByteArray();
        return new PendingDeclaration(
            new Identity(Guid.CreateVersion7(), MrnFactory.Build("DE", Day), MrnIssuer.Club, "DE",
                declaration.Declarant, declaration.Lrn, World.GermanSystem, Guid.NewGuid(), Day,
                PendingDeclaration.HashOf(document)),
            declaration, document, default)
        {
            Decided = Assessor.Decide(declaration, Basis.OfNow(_standing, declaration, Guid.Empty)),
            Known = _standing,
        };
    }

    /// <summary>Stored with others that arrive meanwhile, as in the service.</summary>
    public Task InGroupsAsync(PendingDeclaration declaration) => _batcher.StoreAsync(declaration);

    /// <summary>The same statements in a transaction of its own.</summary>
    public Task AloneAsync(PendingDeclaration declaration) => _store.StoreAsync([declaration], default);

    public async ValueTask DisposeAsync()
    {
        await _batcher.StopAsync(default);
        _batcher.Dispose();
        _metrics.Dispose();
        await _database.DisposeAsync();
    }
}
