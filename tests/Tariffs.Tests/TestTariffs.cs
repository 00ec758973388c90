using System.Globalization;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Founding;
using CrmClub.Tariffs.Storage;
using CrmClub.Tariffs.Versions;
using CrmClub.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(CrmClub.Tariffs.Tests.Postgres))]

namespace CrmClub.Tariffs.Tests;

/// <summary>The server of all tests.</summary>
public sealed class Postgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>The service's own parts on a database of their own, as the service's role.</summary>
internal sealed class TestTariffs : IAsyncDisposable
{
    private readonly NpgsqlDataSource _asSuperuser;

    private TestTariffs(TestDatabase database)
    {
        Data = NpgsqlDataSource.Create(database.App);
        _asSuperuser = NpgsqlDataSource.Create(database.Superuser);
    }

    public NpgsqlDataSource Data { get; }

    public TariffState State { get; } = new();

    public MembershipState Membership { get; } = new();

    /// <summary>The club's clock: noon of a day of the secretariat.</summary>
    public StandingTime Clock { get; } = new(new DateTimeOffset(2027, 3, 1, 11, 0, 0, TimeSpan.Zero));

    /// <summary>By which versions are signed.</summary>
    public static SigningKey Key { get; } = SigningKey.In(
        Directory.CreateTempSubdirectory("crmclub-keys-").FullName, "tariff");

    public ChangeDesk Desk => field ??= new ChangeDesk(
        new Mutations(Data, new JournalSignal()), State, Membership, Refresh, Key, Clock, TimeProvider.System);

    public TariffsRefresh Refresh => field ??= Replica(State);

    private static IConfiguration NoSettings => new ConfigurationBuilder().Build();

    /// <summary>The members and country groups as the treaty's annex names them.</summary>
    public static IReadOnlyList<IMessage> MemberRecords { get; } =
        [.. MembershipRecords.Of(StrictJson.Read<FoundingDocument>(
            File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "membership.json"))))];

    public static MembershipView Members { get; } = new(1, [.. MemberRecords]);

    public static async Task<TestTariffs> CreateAsync(Postgres postgres) => new(await postgres.Server.CreateAsync(
        "tariffs", Checkout.Schema("Journal", "Membership.Copy", "Tariffs/Storage")));

    public static async Task<TestTariffs> FoundedAsync(Postgres postgres, CancellationToken cancel)
    {
        var tariffs = await CreateAsync(postgres);
        await tariffs.Founding().FoundAsync(cancel);
        tariffs.Membership.Replace(Members);
        return tariffs;
    }

    public TariffsFounding Founding(string? directory = null, string? day = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Club:FoundingDirectory"] = directory ?? Checkout.FoundingDirectory,
            ["Club:FoundingDay"] = day,
        }).Build();
        return new TariffsFounding(
            Data,
            new JournalSignal(),
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<TariffsFounding>.Instance,
            new FoundingDocuments(settings),
            Refresh,
            Key,
            TimeProvider.System);
    }

    /// <summary>What keeps a replica's memory like the tables.</summary>
    public TariffsRefresh Replica(TariffState state) => new(
        Data,
        state,
        new TariffBytes(NoSettings, state, NullLogger<TariffBytes>.Instance),
        NullLogger<TariffsRefresh>.Instance);

    public async Task<List<string>> AuditAsync(CancellationToken cancel)
    {
        await using var connection = await Data.OpenConnectionAsync(cancel);
        var faults = new List<string>();
        await foreach (var fault in new TariffsAudit().CheckAsync(connection, cancel))
        {
            if (fault is not null)
                faults.Add($"{fault.Table} {fault.Key}: {fault.Fault}");
        }

        return faults;
    }

    /// <summary>Changes rows past the service.</summary>
    public async Task ExecuteAsSuperuserAsync(string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Written in the tests.
        await using var command = _asSuperuser.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        await _asSuperuser.DisposeAsync();
    }
}

/// <summary>A clock that stands until it is set.</summary>
internal sealed class StandingTime(DateTimeOffset now) : ClubTime
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset UtcNow => _now;

    /// <summary>Noon of a legal day, UTC.</summary>
    public void Set(string day) => _now = DateTimeOffset.Parse($"{day}T12:00:00Z", CultureInfo.InvariantCulture);
}
