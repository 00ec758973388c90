using CrmClub.Contracts.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Credentials;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Suppliers.Assessments;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Facilities;
using CrmClub.Suppliers.Founding;
using CrmClub.Suppliers.Grievances;
using CrmClub.Suppliers.Ledger;
using CrmClub.Suppliers.Operators;
using CrmClub.Suppliers.Register;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;
using CrmClub.Testing;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(CrmClub.Suppliers.Tests.Postgres))]

namespace CrmClub.Suppliers.Tests;

/// <summary>The server of all tests.</summary>
public sealed class Postgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>A founded registry on a database of its own, used as the service's role.</summary>
internal sealed class TestSuppliers : IAsyncDisposable
{
    public static readonly Caller Officer = Person("officer");
    public static readonly Caller Approver = Person("approver");
    public static readonly Caller Chief = Person("chief");
    public static readonly Caller Assessor = Person("assessor");

    private readonly RegisterNews _news;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"crmclub-keys-{Guid.NewGuid():N}");

    private TestSuppliers(TestDatabase database)
    {
        Data = NpgsqlDataSource.Create(database.App);
        AsSuperuser = NpgsqlDataSource.Create(database.Superuser);
        _news = new RegisterNews(Data);
        Mutations = new Mutations(Data, new JournalSignal());
        var membership = File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "membership.json"));
        Members.Replace(new MembershipView(
            1, [.. StrictJson.Read<Contracts.Membership.V1.FoundingDocument>(membership).Holidays]));
        Keys = new KeyRing(_folder, KeyRing.PublishedMin, Time.Now, KeyProtection.None);
    }

    public Mutations Mutations { get; }

    /// <summary>With the founding holidays.</summary>
    public MembershipState Members { get; } = new();

    public KeyRing Keys { get; }

    public static Issuer Issuer { get; } = new(new Uri("http://localhost:8080"));

    public ReadCredentials Credentials => new(Data, Keys, Issuer, Time);

    public SupplierMetrics Metrics { get; } = new();

    public NpgsqlDataSource Data { get; }

    public NpgsqlDataSource AsSuperuser { get; }

    public MovedTime Time { get; } = new();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestSuppliers> CreateAsync(Postgres postgres)
    {
        var suppliers = new TestSuppliers(await postgres.Server.CreateAsync(
            "suppliers", Checkout.Schema("Journal", "Membership.Copy", "Suppliers/Storage")));
        await suppliers.Founding().FoundAsync(Cancel);
        return suppliers;
    }

    public SuppliersFounding Founding()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Club:FoundingDirectory"] = Checkout.FoundingDirectory,
        }).Build();
        return new SuppliersFounding(
            Data,
            new JournalSignal(),
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<SuppliersFounding>.Instance,
            new FoundingDocuments(settings),
            new IssueCredential(Keys, Issuer));
    }

    public Task<RegisterOperatorResponse> RegisterAsync(RegisterOperatorRequest request, Caller? caller = null) =>
        new RegisterOperator(Mutations).RunAsync(request, caller ?? Officer, Cancel);

    public Task<RegisterFacilityResponse> RegisterAsync(RegisterFacilityRequest request) =>
        new RegisterFacility(Mutations, Time).RunAsync(request, Officer, Cancel);

    public Task<ChangeCapacityResponse> ChangeAsync(ChangeCapacityRequest request) =>
        new ChangeCapacity(Mutations).RunAsync(request, Officer, Cancel);

    public async Task<FacilityTransfer> TransferAsync(FacilityTransfer transfer, Caller? caller = null) =>
        (await new RecordTransfer(Mutations, Time).RunAsync(
            new RecordTransferRequest { RequestId = NewId(), Transfer = transfer }, caller ?? Officer, Cancel))
        .Transfer;

    public Task<ListSupplierPairsResponse> PairsAsync(ListSupplierPairsRequest? request = null) =>
        new ReadPairs(Data).ListAsync(request ?? new(), Cancel);

    public Task<SearchRegisterResponse> SearchAsync(SearchRegisterRequest request) =>
        new SearchRegister(Data, _news, Time).RunAsync(request, Cancel);

    public ReadRegister Register => new(Data, Time);

    /// <summary>Rests on a sound assessment of its facility where it names none.</summary>
    public async Task<CertificateChange> PrepareAsync(PrepareCertificateRequest request, Caller? caller = null)
    {
        if (request.Assessment.Length == 0)
            request.Assessment = await AssessedAsync(request.Facility);
        return (await new PrepareCertificate(Mutations, Time).RunAsync(request, caller ?? Officer, Cancel)).Change;
    }

    public async Task<CertificateChange> PrepareAsync(PrepareRevocationRequest request) =>
        (await new PrepareRevocation(Mutations, Time).RunAsync(request, Officer, Cancel)).Change;

    public async Task<CertificateChange> PrepareAsync(PrepareSuspensionRequest request) =>
        (await new PrepareSuspension(Mutations, Time).RunAsync(request, Officer, Cancel)).Change;

    public async Task<CertificateChange> PrepareAsync(PrepareLiftingRequest request) =>
        (await new PrepareLifting(Mutations, Time).RunAsync(request, Officer, Cancel)).Change;

    public async Task<AccreditedBody> RegisterAsync(RegisterBodyRequest request) =>
        (await new RegisterBody(Mutations).RunAsync(request, Officer, Cancel)).Body;

    public async Task<AccreditedAssessor> RegisterAsync(RegisterAssessorRequest request) =>
        (await new RegisterBody(Mutations).RunAsync(request, Officer, Cancel)).Assessor;

    public async Task<FacilityAssessment> RecordAsync(FacilityAssessment assessment, Caller? caller = null) =>
        (await Recording.RunAsync(
            new RecordAssessmentRequest { RequestId = NewId(), Assessment = assessment }, caller ?? Assessor, Cancel))
        .Assessment;

    public async Task<FacilityAssessment> ConcludeAsync(string number, Caller? caller = null) =>
        (await Recording.RunAsync(
            new ConcludeAssessmentRequest { RequestId = NewId(), Number = number }, caller ?? Assessor, Cancel))
        .Assessment;

    private RecordAssessment Recording =>
        new(Mutations, Members, new TakeStep(TimeProvider.System), Time, TimeProvider.System);

    public ReadAssessments Assessments => new(Data, Time);

    /// <summary>One replica's.</summary>
    public SurveillanceCalendar Calendar() => new(
        Data, new JournalSignal(), Time, TimeProvider.System, NullLogger<SurveillanceCalendar>.Instance);

    /// <summary>Number of a concluded assessment that found every criterion met.</summary>
    public async Task<string> AssessedAsync(string facility)
    {
        var known = await Assessments.BodiesAsync(new(), Cancel);
        if (known.Assessors.Count == 0)
            await AccreditAsync();
        var scheme = (await Assessments.SchemeAsync(new(), Cancel)).Scheme;
        var assessment = Sound.Assessment(facility, scheme, 0);
        assessment.Scopes.Add(new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound });
        return (await ConcludeAsync((await RecordAsync(assessment)).Number)).Number;
    }

    /// <summary>An accredited body and its assessor, who is <see cref="Assessor"/>.</summary>
    public async Task<AccreditedBody> AccreditAsync(params string[] ties)
    {
        var body = await RegisterAsync(Sound.Body(ties));
        await RegisterAsync(Sound.Assessor(body.Number));
        return body;
    }

    public async Task<CertificateChange> ApproveAsync(ApproveChangeRequest request, Caller? caller = null) =>
        (await new ApproveChange(Mutations, new IssueCredential(Keys, Issuer), Time, TimeProvider.System)
            .RunAsync(request, caller ?? Approver, Cancel)).Change;

    public Task<CertificateChange> ApproveAsync(CertificateChange change, Caller? caller = null) =>
        ApproveAsync(new ApproveChangeRequest { RequestId = NewId(), ChangeId = change.Id }, caller);

    public Task<ListCertificateChangesResponse> ChangesAsync(ListCertificateChangesRequest request) =>
        Certificates.ListChangesAsync(request, Cancel);

    /// <summary>What a certificate is on a day.</summary>
    public async Task<(CertificateState State, bool Counts)> OnAsync(string number, string day)
    {
        var answer = await Certificates.GetAsync(new GetCertificateRequest { Number = number, AsOf = day }, Cancel);
        return (answer.StateOnDay, answer.Counts);
    }

    public Task<GetCertificateResponse> CertificateAsync(string number, int version = 0) =>
        Certificates.GetAsync(new GetCertificateRequest { Number = number, Version = version }, Cancel);

    /// <summary>Prepared by one and approved by another.</summary>
    public async Task<ApproveCredentialKeysResponse> RotateAsync() =>
        await ApproveKeysAsync(await PrepareRotationAsync());

    public async Task<CredentialKeyChange> PrepareRotationAsync(bool validateOnly = false) =>
        (await new RotateKeys(Mutations, Keys, Time).RunAsync(
            new RotateCredentialKeysRequest
            {
                RequestId = NewId(),
                ValidateOnly = validateOnly,
                Reason = "yearly",
            },
            Approver,
            Cancel)).Change;

    public async Task<CredentialKeyChange> PrepareCompromiseAsync(string key) =>
        (await new RotateKeys(Mutations, Keys, Time).CompromiseAsync(
            new CompromiseCredentialKeyRequest { RequestId = NewId(), KeyId = key, Reason = "a backup was stolen" },
            Approver,
            Cancel)).Change;

    public Task<ApproveCredentialKeysResponse> ApproveKeysAsync(
        CredentialKeyChange change, Caller? caller = null, bool validateOnly = false) =>
        new ApproveKeys(Mutations, Keys, new IssueCredential(Keys, Issuer), Data, Time).RunAsync(
            new ApproveCredentialKeysRequest
            {
                RequestId = NewId(),
                ValidateOnly = validateOnly,
                ChangeId = change.Id,
            },
            caller ?? Chief,
            Cancel);

    /// <summary>The newest credential of a certificate.</summary>
    public async Task<string> CredentialAsync(string certificate) => (await Credentials.GetAsync(
        new GetCredentialRequest { Certificate = certificate }, Cancel)).Data.ToStringUtf8();

    /// <summary>What the door says of a credential.</summary>
    public async Task<CredentialVerdict> VerifyAsync(string credential, CredentialScope? scope = null) =>
        (await new VerifyCredential(Credentials, Keys, Issuer, Metrics, Time).RunAsync(
            new VerifyCredentialRequest { Credential = credential, Scope = scope }, Cancel)).Verdict;

    public ReadCertificates Certificates => new(Data, Time);

    public ReadFacilities Facilities => new(Data, Time);

    /// <summary>A registered separation plant in Malaysia for NdPr and Dy.</summary>
    public async Task<Facility> FacilityAsync()
    {
        var registered = (await RegisterAsync(Sound.Operator())).Operator;
        return (await RegisterAsync(Sound.Facility(registered.Number))).Facility;
    }

    /// <summary>Several such plants of one operator, by number.</summary>
    public async Task<List<string>> FacilitiesAsync(int count)
    {
        var registered = (await RegisterAsync(Sound.Operator())).Operator;
        var numbers = new List<string>();
        for (var at = 0; at < count; at++)
            numbers.Add((await RegisterAsync(Sound.Facility(registered.Number))).Facility.Number);
        return numbers;
    }

    /// <summary>The same, with a certificate each.</summary>
    public async Task<List<string>> CertifiedAsync(int count)
    {
        var numbers = await FacilitiesAsync(count);
        foreach (var number in numbers)
            await ApproveAsync(await PrepareAsync(Sound.Certificate(number)));
        return numbers;
    }

    public async Task InTransactionAsync(Func<NpgsqlTransaction, Task> work)
    {
        await using var connection = await Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await work(transaction);
        await transaction.CommitAsync(Cancel);
    }

    /// <summary>An issued certificate of that plant.</summary>
    public async Task<Certificate> IssuedAsync() =>
        (await ApproveAsync(await PrepareAsync(Sound.Certificate((await FacilityAsync()).Number)))).Certificate;

    public async Task<List<string>> AuditAsync()
    {
        await using var connection = await Data.OpenConnectionAsync(Cancel);
        var faults = new List<string>();
        await foreach (var fault in new SuppliersAudit().CheckAsync(connection, Cancel))
        {
            if (fault is not null)
                faults.Add($"{fault.Table} {fault.Key}: {fault.Fault}");
        }

        await foreach (var fault in new BalanceAudit().CheckAsync(connection, Cancel))
        {
            if (fault is not null)
                faults.Add($"{fault.Table} {fault.Key}: {fault.Fault}");
        }

        return faults;
    }

    public async Task<long> CountAsync(string table)
    {
        await using var connection = await AsSuperuser.OpenConnectionAsync(Cancel);
        return await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}");
    }

    /// <summary>Changes the database past the service.</summary>
    public async Task EditAsync(string sql)
    {
        await using var connection = await AsSuperuser.OpenConnectionAsync(Cancel);
        await connection.ExecuteAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        await AsSuperuser.DisposeAsync();
        _news.Dispose();
        Metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static string NewId() => Guid.CreateVersion7().ToString("D");

    private static Caller Person(string id) => new(
        id, "cli", "club", true,
        new HashSet<string> { ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover });
}

/// <summary>A clock that a test moves.</summary>
internal sealed class MovedTime : ClubTime
{
    public DateTimeOffset Now { get; set; } = new(2027, 9, 20, 10, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset UtcNow => Now;
}
