using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Applications;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>A registry with a facility, an accredited body and somebody who acts for the operator.</summary>
internal sealed class TestApplications : IAsyncDisposable
{
    public static readonly Caller Supplier = With("supplier", ClubRoles.Supplier);
    public static readonly Caller Stranger = With("stranger", ClubRoles.Supplier);

    /// <summary>The same account as <see cref="TestSuppliers.Assessor"/>, with no other role.</summary>
    public static readonly Caller OnlyAssessor = With(Assessor.Id, ClubRoles.Assessor);

    private TestApplications(TestSuppliers registry, Facility facility, AccreditedBody body) =>
        (Registry, Facility, Body) = (registry, facility, body);

    public TestSuppliers Registry { get; }

    public Facility Facility { get; }

    public AccreditedBody Body { get; }

    public ReadApplications Read => new(Registry.Data, Registry.Time);

    private HandleApplication Handle => new(Registry.Mutations, Registry.Time, TimeProvider.System);

    public static async Task<TestApplications> CreateAsync(Postgres postgres)
    {
        var registry = await TestSuppliers.CreateAsync(postgres);
        var facility = await registry.FacilityAsync();
        var applications = new TestApplications(registry, facility, await registry.AccreditAsync());
        await applications.RepresentAsync(Supplier, facility.Operator);
        return applications;
    }

    public static Caller With(string id, params string[] roles) =>
        new(id, "cli", "club", IsPerson: true, roles.ToHashSet());

    public Task<RegisterRepresentativeResponse> RepresentAsync(
        Caller person, string owner, string from = "2027-01-01", string to = "") =>
        new RegisterRepresentative(Registry.Mutations).RunAsync(
            new RegisterRepresentativeRequest
            {
                RequestId = NewId(),
                Representative = new Representative
                {
                    Operator = owner,
                    Subject = person.Id,
                    ValidFrom = from,
                    ValidTo = to,
                },
            },
            Officer,
            Cancel);

    /// <summary>A sound one, for separated Dy, to be spoilt as a test wants.</summary>
    public CertificationApplication Sound() => new()
    {
        Facility = Facility.Number,
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
        Statement = "We separate by solvent extraction.\nAll inputs are known by lot.",
    };

    public async Task<CertificationApplication> FileAsync(
        CertificationApplication? application = null, Caller? caller = null) =>
        (await new FileApplication(Registry.Mutations, Registry.Time).RunAsync(
            new FileApplicationRequest { RequestId = NewId(), Application = application ?? Sound() },
            caller ?? Supplier,
            Cancel)).Application;

    public async Task<CertificationApplication> AssignAsync(string number, string? body = null) =>
        (await Handle.AssignAsync(
            new() { RequestId = NewId(), Number = number, Body = body ?? Body.Number }, Officer, Cancel)).Application;

    public async Task<CertificationApplication> RefuseAsync(string number, string reason = "No permit was shown") =>
        (await Handle.RefuseAsync(
            new() { RequestId = NewId(), Number = number, Reason = reason }, Officer, Cancel)).Application;

    public async Task<CertificationApplication> WithdrawAsync(string number, Caller? caller = null) =>
        (await Handle.WithdrawAsync(
            new() { RequestId = NewId(), Number = number, Reason = "The plant is sold" }, caller ?? Supplier, Cancel))
        .Application;

    /// <summary>As somebody sees it.</summary>
    public async Task<CertificationApplication> SeenAsync(string number, Caller? caller = null) =>
        (await Read.GetAsync(new() { Number = number }, caller ?? Supplier, Cancel)).Application;

    public async Task<string[]> ListedAsync(Caller caller) =>
        [.. (await Read.ListAsync(new(), caller, Cancel)).Applications.Select(one => one.Number)];

    /// <summary>An assessment that cites it, with everything met.</summary>
    public async Task<FacilityAssessment> AssessmentAsync(string application)
    {
        var scheme = (await Registry.Assessments.SchemeAsync(new(), Cancel)).Scheme;
        var assessment = Tests.Sound.Assessment(Facility.Number, scheme, 0);
        assessment.Application = application;
        return assessment;
    }

    /// <summary>A certificate that waits for its second pair of eyes.</summary>
    public async Task<CertificateChange> PreparedAsync(string assessment)
    {
        var request = Tests.Sound.Certificate(Facility.Number);
        request.Assessment = assessment;
        return await Registry.PrepareAsync(request);
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();
}
