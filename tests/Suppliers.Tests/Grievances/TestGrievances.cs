using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Suppliers.Grievances;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests.Grievances;

/// <summary>The desk of grievances in a registry of its own, with a certified plant.</summary>
internal sealed class TestGrievances : IAsyncDisposable
{
    public static readonly Caller CaseOfficer = new(
        "case-officer", "cli", "club", true, new HashSet<string> { ClubRoles.CaseOfficer });

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"crmclub-grievances-{Guid.NewGuid():N}");
    private readonly GrievanceKeys _keys;
    private readonly Mutations _mutations;

    private TestGrievances(TestSuppliers registry, Certificate certificate)
    {
        (Registry, Certificate) = (registry, certificate);
        _keys = new GrievanceKeys(_folder, KeyProtection.None);
        _mutations = new Mutations(registry.Data, new JournalSignal());
    }

    public TestSuppliers Registry { get; }

    public Certificate Certificate { get; }

    public GrievanceMetrics Metrics { get; } = new();

    public SubmissionStore Store => new(Registry.Data, _keys);

    private HandleGrievance Handle => new(_mutations, new TakeStep(TimeProvider.System));

    private Submissions Submissions => new(_mutations, Store, new TakeStep(TimeProvider.System));

    public static async Task<TestGrievances> CreateAsync(Postgres postgres)
    {
        var registry = await TestSuppliers.CreateAsync(postgres);
        return new TestGrievances(registry, await registry.IssuedAsync());
    }

    public FileGrievanceRequest Sound() => new()
    {
        RequestId = NewId(),
        Language = "ms",
        Text = "Sungai di hilir kilang menjadi merah sejak Jun.",
        Facility = Certificate.Facility,
        Certificate = Certificate.Number,
        Name = "Aminah binti Yusof",
        Contact = "aminah@example.my",
    };

    public Task<FileGrievanceResponse> FileAsync(FileGrievanceRequest request) =>
        new FileGrievance(_mutations, Store, _keys, Registry.Members, Metrics, Registry.Time).RunAsync(request, Cancel);

    public Task<FileGrievanceResponse> FileAsync() => FileAsync(Sound());

    public Task<GetGrievanceStatusResponse> StatusAsync(string receipt, string secret) =>
        new AskForStatus(Registry.Data, Metrics).RunAsync(
            new GetGrievanceStatusRequest { Receipt = receipt, Secret = secret }, Cancel);

    public async Task<Grievance> FindAsync(string number) => (await new ReadGrievances(Registry.Data).GetAsync(
        new GetGrievanceRequest { Number = number }, Cancel)).Grievance;

    public async Task<List<string>> ListAsync(GrievanceState state = default, bool overdue = false) =>
        [.. (await new ReadGrievances(Registry.Data).ListAsync(
            new ListGrievancesRequest { State = state, Overdue = overdue }, Cancel)).Grievances.Select(g => g.Number)];

    public async Task<Grievance> AcknowledgeAsync(string number, string summary = "A river is said to be red.") =>
        (await Handle.AcknowledgeAsync(
            new() { RequestId = NewId(), Number = number, Summary = summary }, CaseOfficer, Cancel)).Grievance;

    public async Task<Grievance> ExamineAsync(string number, bool assessment = false) =>
        (await Handle.ExamineAsync(
            new() { RequestId = NewId(), Number = number, Subject = "Effluents", RequestAssessment = assessment },
            CaseOfficer, Cancel)).Grievance;

    public Task<Grievance> AnswerAsync(string number) => AnswerAsync(new AnswerGrievanceRequest
    {
        RequestId = NewId(),
        Number = number,
        Outcome = GrievanceOutcome.Upheld,
        Answer = "Kilang itu mesti membaiki takungannya.",
    });

    public async Task<Grievance> AnswerAsync(AnswerGrievanceRequest request) =>
        (await Handle.AnswerAsync(request, CaseOfficer, Cancel)).Grievance;

    public Task<ReadSubmissionResponse> ReadAsync(string number, bool validateOnly = false) =>
        ReadAsync(new ReadSubmissionRequest { RequestId = NewId(), Number = number, ValidateOnly = validateOnly });

    public Task<ReadSubmissionResponse> ReadAsync(ReadSubmissionRequest request) =>
        Submissions.ReadAsync(request, CaseOfficer, Cancel);

    public async Task<Grievance> EraseAsync(string number) => (await Submissions.EraseAsync(
        new() { RequestId = NewId(), Number = number, Reason = "The complainant asked for it." },
        CaseOfficer, Cancel)).Grievance;

    public GrievanceDeadlines Deadlines() => new(
        Registry.Data, new TakeStep(TimeProvider.System), Metrics, new JournalSignal(), Registry.Time,
        NullLogger<GrievanceDeadlines>.Instance);

    /// <summary>Every row of every table, as text; bytes are in hex.</summary>
    public async Task<string> DumpAsync()
    {
        await using var connection = await Registry.AsSuperuser.OpenConnectionAsync(Cancel);
        var tables = await connection.QueryAsync<string>(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'suppliers'::regnamespace
            """);
        var rows = new List<string>();
        foreach (var table in tables)
            rows.AddRange(await connection.QueryAsync<string>($"SELECT t::text FROM {table} t"));
        return string.Join('\n', rows);
    }

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        await Registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
