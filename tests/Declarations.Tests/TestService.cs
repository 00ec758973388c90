using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Auditing;
using CrmClub.Declarations.Conformance;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Life;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Reassessment;
using CrmClub.Declarations.Submission;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CrmClub.Declarations.Tests;

/// <summary>One replica of the service on a real database, without its network doors.</summary>
internal sealed partial class TestService : IAsyncDisposable
{
    public static readonly Caller German = new(
        World.GermanSystem, World.GermanSystem, World.GermanTenant, false,
        new HashSet<string> { ClubRoles.CustomsSystem });

    public static readonly Caller Japanese = new(
        World.JapaneseSystem, World.JapaneseSystem, World.JapaneseTenant, false,
        new HashSet<string> { ClubRoles.CustomsSystem });

    public static readonly Caller Auditor = new(
        "auditor", "web", World.SecretariatTenant, true, new HashSet<string> { ClubRoles.Auditor });

    private readonly DeclarationMetrics _metrics = new();
    private readonly SubmitDeclaration _submit;
    private readonly ReportDeclaration _report;
    private readonly GetAccounts _accounts;
    private readonly GetDeclaration _get;
    private readonly ListDeclarations _list;
    private readonly ListAdjustments _adjustments;
    private readonly ReportAdjustment _reportAdjustment;

    private TestService(TestDatabase where)
    {
        Where = where;
        Database = NpgsqlDataSource.Create(where.App);
        Membership.Replace(World.Membership());
        var tariffs = TariffHolder;
        var certificates = new CertificateHolder();
        Suppliers = new SuppliersCopy(
            Database, certificates, new CapacityCopy(Database, new JournalReader(Database), Capacity));
        Tariffs = new TariffsCopy(Database, tariffs);
        Profiles.Replace(ProfileBook.Empty);
        var settings = new ConfigurationManager { ["Club:FoundingDirectory"] = Checkout.FoundingDirectory };
        ProfileRefresh = new ProfileRefresh(Database, Profiles, new FoundingDocuments(settings), new JournalSignal(),
            TimeProvider.System, NullLogger<ProfileRefresh>.Instance);
        Standing = new StandingOfNow(Membership, tariffs, certificates, Profiles, Capacity);
        var callers = new CallerDirectory(
            Membership, new SystemRates(new ConfigurationManager()), new StandingDay(World.Today));
        var repeats = new Repeats(Database);
        Members = new MembersCopy(new MembershipCopy(Database, Membership));
        Store = new GroupStore(
            Database, Suppliers, Members, Tariffs, new Redecision(Standing), Capacity, new JournalSignal(),
            TimeProvider.System);
        Batcher = new SubmissionBatcher(Store, repeats, Database, _metrics, NullLogger<SubmissionBatcher>.Instance);
        var fallback = new FallbackProof(Database, Membership, new StandingDay(World.Today));
        _submit = new SubmitDeclaration(
            Standing, callers, Batcher, repeats, fallback,
            _metrics, new StandingDay(World.Today));
        _report = new ReportDeclaration(Database, Standing, callers, Suppliers, Members, Tariffs, fallback,
            new JournalSignal(), Clock, TimeProvider.System);
        Reassess = new ReassessDeclarations(
            Database, Standing, Suppliers, Members, Tariffs, new JournalSignal(), _metrics,
            Clock, TimeProvider.System);
        Conformance = new Runs(Database, TimeProvider.System);
        Sandbox = new Sandbox(Conformance, _submit, Standing, TimeProvider.System);
        Many = new SubmitMany(_submit, Sandbox, Standing);
        Callers = callers;
        var sight = new Sight(callers);
        Accounts = new AccountWatch(Database, _metrics, TimeProvider.System, NullLogger<AccountWatch>.Instance);
        _accounts = new GetAccounts(Database, sight, Accounts);
        Sight = sight;
        Adjustments = new AdjustmentReader(Database, Membership, Clock);
        _get = new GetDeclaration(Database, Standing, Adjustments, sight);
        _list = new ListDeclarations(Database, Standing, sight);
        Arrivals = new CountArrivals(Database, sight, TimeProvider.System);
        _adjustments = new ListAdjustments(Adjustments, sight);
        _reportAdjustment = new ReportAdjustment(
            new Mutations(Database, new JournalSignal()), callers, Membership, Clock, TimeProvider.System);
        Reassessments = new ListReassessments(Database, Standing);
    }

    public CapacityBook Capacity { get; } = new();

    public ProfileHolder Profiles { get; } = new();

    /// <summary>Brings the profiles in force from the table, and the founding ones into it.</summary>
    public ProfileRefresh ProfileRefresh { get; }

    public AccountWatch Accounts { get; }

    public CountArrivals Arrivals { get; }

    public Runs Conformance { get; }

    public Sandbox Sandbox { get; }

    public CallerDirectory Callers { get; }

    public SubmitMany Many { get; }

    public Sight Sight { get; }

    public TestDatabase Where { get; }

    public MembershipState Membership { get; } = new();

    public TariffHolder TariffHolder { get; } = new();

    public NpgsqlDataSource Database { get; }

    public SuppliersCopy Suppliers { get; }

    public MembersCopy Members { get; }

    public TariffsCopy Tariffs { get; }

    public StandingOfNow Standing { get; }

    public GroupStore Store { get; }

    public SubmissionBatcher Batcher { get; }

    public ReassessDeclarations Reassess { get; }

    /// <summary>A replica on a new database that knows tariff, rates and one certificate.</summary>
    public static async Task<TestService> FoundAsync(PostgresServer postgres)
    {
        var scripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schema"), "*.sql").Order()
            .Select(File.ReadAllText).ToArray();
        var service = await JoinAsync(await postgres.CreateAsync("declarations", scripts), start: false);
        await service.InTransactionAsync(async transaction =>
        {
            var version = new TariffVersion
            {
                Number = 1,
                Hash = Convert.ToHexStringLower(World.Sha(World.Tariff().ToByteArray())),
                ValidFrom = World.FirstDay,
            };
            var rates = new ExchangeRateSet { Number = 1, Rates = { World.Rates() } };
            await service.Tariffs.LoadAsync(transaction, 1, [Any.Pack(version), Any.Pack(rates)], default);
            await service.Members.LoadAsync(
                transaction, 1, [.. MembershipRecords.Of(World.Founding()).Select(Any.Pack)], default);
            await service.Suppliers.LoadAsync(transaction, 1, [Any.Pack(World.Issued())], default);
        });
        await using var insert = service.Database.CreateCommand(
            "INSERT INTO tariff_document (hash, document) VALUES ($1, $2)");
        insert.Parameters.Add(new() { Value = World.Sha(World.Tariff().ToByteArray()) });
        insert.Parameters.Add(new() { Value = World.Tariff().ToByteArray() });
        await insert.ExecuteNonQueryAsync();
        await service.StartAsync();
        return service;
    }

    /// <summary>Another replica on the same database; unstarted, it has not read its copies.</summary>
    public Task<TestService> JoinAsync(bool start = true) => JoinAsync(Where, start);

    /// <summary>Reads the copies and begins to store.</summary>
    public async Task StartAsync()
    {
        await Tariffs.RefreshAsync(default);
        await Suppliers.RefreshAsync(default);
        await Members.RefreshAsync(default);
        await Batcher.StartAsync(default);
    }

    public Task<Submitted> SubmitAsync(
        Declaration declaration, Guid? requestId = null, Caller? caller = null, bool validateOnly = false) =>
        _submit.HandleAsync(
            new SubmitDeclarationRequest
            {
                RequestId = (requestId ?? Guid.NewGuid()).ToString(),
                ValidateOnly = validateOnly,
                Declaration = declaration,
            },
            caller ?? (declaration.Administration == "JP" ? Japanese : German),
            TestContext.Current.CancellationToken);

    public Task<ReportDeclarationResponse> ReportAsync(
        string mrn, Report report, int known = 0, Declaration? declaration = null, Guid? requestId = null,
        Caller? caller = null, bool validateOnly = false) => _report.HandleAsync(
            new ReportDeclarationRequest
            {
                RequestId = (requestId ?? Guid.NewGuid()).ToString(),
                ValidateOnly = validateOnly,
                Mrn = mrn,
                KnownRevision = known,
                Report = report,
                Declaration = declaration?.Clone(),
            },
            caller ?? German,
            TestContext.Current.CancellationToken);

    public Task<GetDeclarationResponse> GetAsync(string mrn, int revision = 0, Caller? caller = null) =>
        _get.HandleAsync(new GetDeclarationRequest { Mrn = mrn, Revision = revision }, caller ?? Auditor, default);

    public Task<ListDeclarationsResponse> ListAsync(ListDeclarationsRequest request, Caller caller) =>
        _list.HandleAsync(request, caller, default);

    public Task<GetAccountsResponse> AccountsAsync(Caller caller, string from = "", string to = "") =>
        _accounts.HandleAsync(new GetAccountsRequest { FromMonth = from, ToMonth = to }, caller, default);

    /// <summary>Stores a group as a writer does, and answers nobody.</summary>
    public Task<IReadOnlyList<PendingDeclaration>> StoreAsync(params PendingDeclaration[] group) =>
        Store.StoreAsync(group, default);

    public Task<bool> StepAsync() => Reassess.StepAsync(default);

    public async Task ReassessAllAsync()
    {
        while (await Reassess.StepAsync(default))
        {
        }
    }

    /// <summary>A step is done, the next dies before its commit, two go on: each declaration is touched once.</summary>
    public async Task ReassessedThoughOneDiesAsync(int declarations)
    {
        Assert.True(await StepAsync());
        using (var dies = new CancellationTokenSource())
        {
            await dies.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Reassess.StepAsync(dies.Token));
        }

        Assert.Equal(ReassessDeclarations.StepDeclarationsMax, await CountAsync("adjustment"));
        await using var another = await JoinAsync();
        await Task.WhenAll(another.ReassessAllAsync(), ReassessAllAsync());
        await another.ReassessAllAsync();

        Assert.Equal(declarations, await CountAsync("adjustment"));
        Assert.Equal(2 * declarations, await CountAsync("revision"));
        Assert.All(await AuditAsync(), Assert.Null);
    }

    public async Task<RecomputeDeclarationsResponse> RecomputeAsync() =>
        await new RecomputeDeclarations(Database, Standing, TimeProvider.System).HandleAsync(default).LastAsync();

    public async Task<List<AuditFault?>> AuditAsync()
    {
        await using var connection = await Database.OpenConnectionAsync();
        var all = await new RevisionAudit().CheckAsync(connection, default).ToListAsync();
        all.AddRange(await new AdjustmentAudit().CheckAsync(connection, default).ToListAsync());
        all.AddRange(await new AccountAudit().CheckAsync(connection, default).ToListAsync());
        all.AddRange(await new ProfileAudit().CheckAsync(connection, default).ToListAsync());
        all.AddRange(await new OutageAudit().CheckAsync(connection, default).ToListAsync());
        all.AddRange(await new NoticeAudit().CheckAsync(connection, default).ToListAsync());
        all.AddRange(await new SimulationAudit().CheckAsync(connection, default).ToListAsync());
        all.AddRange(await new ReportAudit().CheckAsync(connection, default).ToListAsync());
        return all;
    }

    /// <summary>Nothing that the audit or a recomputation finds.</summary>
    public async Task SoundAsync()
    {
        Assert.All(await AuditAsync(), Assert.Null);
        Assert.Equal(0, (await RecomputeAsync()).Different);
    }

    /// <summary>What the sealer does, but for the leaves.</summary>
    public Task SealAsync() => AsServiceAsync(
        """
        INSERT INTO sealed (seq, entry_id, leaf)
        SELECT (SELECT coalesce(max(seq), 0) FROM sealed) + row_number() OVER (ORDER BY id), id, sha256(body)
        FROM journal WHERE id NOT IN (SELECT entry_id FROM sealed)
        """);

    public async Task<long> CountAsync(string table)
    {
        await using var command = Database.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task AsServiceAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task AsSuperuserAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Where.Superuser);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Batcher.StopAsync(default);
        Batcher.Dispose();
        await ProfileRefresh.StopAsync(default);
        ProfileRefresh.Dispose();
        _metrics.Dispose();
        await Database.DisposeAsync();
    }

    private static async Task<TestService> JoinAsync(TestDatabase where, bool start)
    {
        var service = new TestService(where);
        if (start)
            await service.StartAsync();
        return service;
    }

    public async Task InTransactionAsync(Func<NpgsqlTransaction, Task> work)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await work(transaction);
        await transaction.CommitAsync();
    }
}
