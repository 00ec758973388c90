using System.Globalization;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Journal;
using CrmClub.Membership.Changes;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Founding;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Storage;
using CrmClub.Membership.Voting;
using CrmClub.ServiceDefaults;
using CrmClub.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(CrmClub.Membership.Tests.Postgres))]

namespace CrmClub.Membership.Tests;

/// <summary>The server of all tests.</summary>
public sealed class Postgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>The service's own parts on a database of their own, as the service's role.</summary>
internal sealed class TestMembership : IAsyncDisposable
{
    private TestMembership(TestDatabase database)
    {
        Address = database.App;
        Data = NpgsqlDataSource.Create(database.App);
        AsSuperuser = NpgsqlDataSource.Create(database.Superuser);
    }

    /// <summary>Connection string of the service's role.</summary>
    public string Address { get; }

    public NpgsqlDataSource Data { get; }

    public NpgsqlDataSource AsSuperuser { get; }

    public MembershipState State { get; } = new();

    /// <summary>The club's clock: noon of a day of the secretariat.</summary>
    public StandingTime Clock { get; } = new(new DateTimeOffset(2027, 1, 4, 11, 0, 0, TimeSpan.Zero));

    public OpenBallots Ballots { get; } = new();

    public PublishedNotices Notices { get; } = new();

    public KnownGroups Groups { get; } = new();

    public Deeds Deeds => field ??= new Deeds(
        Data,
        new Mutations(Data, new JournalSignal()),
        new JournalSignal(),
        Refresh,
        Clock,
        TimeProvider.System,
        new ConformanceEvidence(TestReports.KeysFile));

    public MembershipRefresh Refresh =>
        field ??= new MembershipRefresh(Data, State, Ballots, Notices, Groups, NullLogger<MembershipRefresh>.Instance);

    /// <summary>What listens to Tariffs' journal.</summary>
    public TariffProposals Proposals => field ??= new TariffProposals(
        Deeds, new PutToVote(new OpenBallot(Deeds, Clock, NullLogger<OpenBallot>.Instance)), Refresh);

    /// <summary>What listens to Suppliers' journal.</summary>
    public CertificateNotices Certificates => field ??= new CertificateNotices(Deeds, Refresh);

    public CloseBallot Close { get; } = new(NullLogger<CloseBallot>.Instance);

    /// <summary>Takes an entry of another service's journal, as the consumer does.</summary>
    public async Task HearAsync(ICopy copy, IMessage happened, CancellationToken cancel)
    {
        var entry = new Entry
        {
            Kind = happened.Descriptor.FullName,
            Subject = "subject",
            Body = happened.ToByteString(),
        };
        await using (var connection = await Data.OpenConnectionAsync(cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await copy.ApplyAsync(transaction, [.. copy.Split(entry)], cancel);
            await transaction.CommitAsync(cancel);
        }

        await copy.RefreshAsync(cancel);
    }

    public static async Task<TestMembership> CreateAsync(Postgres postgres) =>
        new(await postgres.Server.CreateAsync("membership", Checkout.Schema("Journal", "Membership/Storage")));

    public static async Task<TestMembership> FoundedAsync(Postgres postgres, CancellationToken cancel)
    {
        var membership = await CreateAsync(postgres);
        await membership.Founding().FoundAsync(cancel);
        return membership;
    }

    public MembershipFounding Founding(string? directory = null, string? day = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Club:FoundingDirectory"] = directory ?? Checkout.FoundingDirectory,
            ["Club:FoundingDay"] = day,
        }).Build();
        return new MembershipFounding(
            Data,
            new JournalSignal(),
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<MembershipFounding>.Instance,
            new FoundingDocuments(settings),
            State,
            TimeProvider.System);
    }

    public async Task<List<string>> AuditAsync(CancellationToken cancel)
    {
        await using var connection = await Data.OpenConnectionAsync(cancel);
        var faults = new List<string>();
        await foreach (var fault in new MembershipAudit().CheckAsync(connection, cancel))
        {
            if (fault is not null)
                faults.Add($"{fault.Table} {fault.Key}: {fault.Fault}");
        }

        return faults;
    }

    public async Task<long> CountAsync(string table, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Names of tables, written in the tests.
        await using var count = AsSuperuser.CreateCommand($"SELECT count(*) FROM {table}");
#pragma warning restore CA2100
        return (long)(await count.ExecuteScalarAsync(cancel))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        await AsSuperuser.DisposeAsync();
    }
}

/// <summary>A clock that stands until it is set.</summary>
internal sealed class StandingTime(DateTimeOffset now) : ClubTime
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset UtcNow => _now;

    /// <summary>Noon of a legal day, UTC.</summary>
    public void Set(string day) => Set(DateTimeOffset.Parse($"{day}T12:00:00Z", CultureInfo.InvariantCulture));

    public void Set(DateTimeOffset now) => _now = now;
}
