using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using static CrmClub.Suppliers.Tests.TestApplications;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class ApplicationTests(Postgres postgres)
{
    [Fact]
    public async Task Application_FromFiledToCertified_StandsWhereTheRecordsSay()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var states = new List<ApplicationState>();

        var filed = await world.FileAsync();
        await SeeAsync();
        await world.AssignAsync(filed.Number);
        await SeeAsync();
        var recorded = await world.Registry.RecordAsync(await world.AssessmentAsync(filed.Number));
        await SeeAsync();
        await world.Registry.ConcludeAsync(recorded.Number);
        await SeeAsync();
        var change = await world.PreparedAsync(recorded.Number);
        await SeeAsync();
        var certificate = (await world.Registry.ApproveAsync(change)).Certificate;
        await SeeAsync();

        Assert.Equal("AP-2027-0001", filed.Number);
        Assert.Equal(
            [
                ApplicationState.Filed, ApplicationState.Assigned, ApplicationState.UnderAssessment,
                ApplicationState.Concluded, ApplicationState.Concluded, ApplicationState.Certified,
            ],
            states);
        var seen = await world.SeenAsync(filed.Number);
        Assert.Equal(
            (recorded.Number, certificate.Number, world.Body.Number, world.Facility.Operator, "2027-09-20"),
            (seen.Assessment, seen.Certificate, seen.Body, seen.Operator, seen.FiledOn));
        Assert.Equal(filed.Number, certificate.Application);
        Assert.Equal(filed.Number, (await world.Registry.CertificateAsync(certificate.Number)).Certificate.Application);
        Assert.Equal(3, (await world.Registry.RecordAsync(recorded)).Version);
        Assert.Equal(ApplicationState.Certified, (await world.SeenAsync(filed.Number)).State);
        Assert.Empty(await world.Registry.AuditAsync());
        Assert.Equal(ErrorReason.StateForbids, await ReasonAsync(() => world.WithdrawAsync(filed.Number)));

        async Task SeeAsync() => states.Add((await world.SeenAsync(filed.Number)).State);
    }

    [Fact]
    public async Task Application_OfAnother_IsAsIfThereWereNone()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var other = (await world.Registry.RegisterAsync(Sound.Operator())).Operator;
        await world.RepresentAsync(Stranger, other.Number);
        var filed = await world.FileAsync();
        await world.AssignAsync(filed.Number);
        var assessed = await world.Registry.RecordAsync(await world.AssessmentAsync(filed.Number));
        var (own, officer) = (await world.SeenAsync(filed.Number), await world.SeenAsync(filed.Number, Officer));

        Assert.Equal(("", Officer.Id), (Assert.Single(own.Steps).By, Assert.Single(officer.Steps).By));
        foreach (var number in new[] { filed.Number, "AP-2027-9999", "AP\0" })
        {
            Assert.Equal(ErrorReason.NotFound, await ReasonAsync(() => world.SeenAsync(number, Stranger)));
            Assert.Equal(ErrorReason.NotFound, await ReasonAsync(() => world.WithdrawAsync(number, Stranger)));
        }

        Assert.Equal("FACILITY", await RuleAsync(() => world.FileAsync(caller: Stranger)));
        Assert.Empty(await world.ListedAsync(Stranger));
        Assert.Equal([filed.Number], await world.ListedAsync(Supplier));
        Assert.Equal([filed.Number], await world.ListedAsync(OnlyAssessor));
        Assert.Equal([filed.Number], await world.ListedAsync(With("auditor", ClubRoles.Auditor)));
        var assessments = world.Registry.Assessments;
        Assert.Empty((await assessments.ListAsync(new(), Stranger, Cancel)).Assessments);
        Assert.Single((await assessments.ListAsync(new(), Supplier, Cancel)).Assessments);
        Assert.Equal(
            ErrorReason.NotFound,
            await ReasonAsync(() => assessments.GetAsync(new() { Number = assessed.Number }, Stranger, Cancel)));
        Assert.Single((await assessments.GetAsync(new() { Number = assessed.Number }, Supplier, Cancel)).History);
    }

    [Fact]
    public async Task Own_ByWhoActsForAnOperatorOrABody_IsTheirsAlone()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var other = await world.Registry.FacilityAsync();
        var filed = await world.FileAsync();
        await world.AssignAsync(filed.Number);
        var assessed = await world.Registry.RecordAsync(await world.AssessmentAsync(filed.Number));
        var foreign = With("another-assessor", ClubRoles.Assessor);

        Assert.Equal([world.Facility.Number], await FacilitiesAsync(Supplier, own: true));
        Assert.Empty(await FacilitiesAsync(Stranger, own: true));
        Assert.Contains(other.Number, await FacilitiesAsync(Supplier, own: false));
        Assert.Equal([assessed.Number], await AssessmentsAsync(OnlyAssessor, own: true));
        Assert.Equal([assessed.Number], await AssessmentsAsync(Supplier, own: true));
        Assert.Empty(await AssessmentsAsync(foreign, own: true));
        Assert.Equal([assessed.Number], await AssessmentsAsync(foreign, own: false));

        async Task<string[]> FacilitiesAsync(Caller caller, bool own) =>
        [
            .. (await world.Registry.Facilities.ListAsync(new() { Own = own }, caller, Cancel)).Facilities
                .Select(one => one.Number),
        ];

        async Task<string[]> AssessmentsAsync(Caller caller, bool own) =>
        [
            .. (await world.Registry.Assessments.ListAsync(new() { Own = own }, caller, Cancel)).Assessments
                .Select(one => one.Number),
        ];
    }

    [Fact]
    public async Task Representative_CountsOnItsDaysAndByItsNewestRegistration()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var filed = await world.FileAsync();

        await world.RepresentAsync(Supplier, world.Facility.Operator, to: "2027-09-21");
        Assert.Equal([filed.Number], await world.ListedAsync(Supplier));
        world.Registry.Time.Now = world.Registry.Time.Now.AddDays(1);

        Assert.Empty(await world.ListedAsync(Supplier));
        Assert.Equal(ErrorReason.NotFound, await ReasonAsync(() => world.WithdrawAsync(filed.Number)));
        var listed = await world.Read.RepresentativesAsync(new() { Operator = world.Facility.Operator }, Cancel);
        Assert.Equal(("supplier", "2027-09-21"),
            (listed.Representatives.Single().Subject, listed.Representatives[0].ValidTo));
        Assert.Equal(
            "OPERATOR REQUIRED VALIDITY",
            string.Join(' ', (await FaultsAsync(() => world.RepresentAsync(With("", ""), "O-9", to: "2027-01-01")))
                .Order()));
    }

    [Fact]
    public async Task File_ManyFaults_NamesEachAndStoresNothing()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        await world.FileAsync();
        var spoilt = world.Sound();
        spoilt.Statement = "a\0b";
        spoilt.Scopes.Add(new Scope { Material = "Tb", Stage = Stage.Metal });

        Assert.Equal(
            ["APPLICATION_OPEN", "SCOPE_OF_FACILITY", "TEXT_CHARACTERS"],
            (await FaultsAsync(() => world.FileAsync(spoilt))).Order());
        Assert.Equal(1, await world.Registry.CountAsync("application"));
    }

    [Fact]
    public async Task Assign_ToABodyWithTiesOrNone_IsRefused()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var tied = await world.Registry.RegisterAsync(Sound.Body(world.Facility.Operator));
        var past = Sound.Body();
        (past.Body.ValidTo, past.Body.Stages[0]) = ("2027-09-20", Stage.Metal);
        var late = await world.Registry.RegisterAsync(past);
        var filed = await world.FileAsync();

        Assert.Equal("INDEPENDENCE", await RuleAsync(() => world.AssignAsync(filed.Number, tied.Number)));
        Assert.Equal("BODY", await RuleAsync(() => world.AssignAsync(filed.Number, "AB-9999")));
        Assert.Equal(
            ["ACCREDITED", "ACCREDITED_SCOPE"],
            (await FaultsAsync(() => world.AssignAsync(filed.Number, late.Number))).Order());
        Assert.Equal(ApplicationState.Filed, (await world.SeenAsync(filed.Number)).State);
    }

    [Fact]
    public async Task Assessment_CitingWhatIsNotItsOwn_IsRefused()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var filed = await world.FileAsync();
        var assessment = await world.AssessmentAsync(filed.Number);
        Assert.Equal("APPLICATION", await RuleAsync(() => world.Registry.RecordAsync(assessment)));
        var other = await world.Registry.RegisterAsync(Sound.Body());
        await world.AssignAsync(filed.Number, other.Number);
        Assert.Equal("ASSIGNED_BODY", await RuleAsync(() => world.Registry.RecordAsync(assessment)));
        await world.AssignAsync(filed.Number);
        assessment.Scopes.Add(new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound });
        Assert.Equal("APPLICATION_SCOPE", await RuleAsync(() => world.Registry.RecordAsync(assessment)));
        assessment.Scopes.RemoveAt(1);
        var recorded = await world.Registry.RecordAsync(assessment);

        Assert.Equal("APPLICATION", await RuleAsync(() => world.Registry.RecordAsync(assessment)));
        recorded.Application = "";
        Assert.Equal("SAME_SUBJECT", await RuleAsync(() => world.Registry.RecordAsync(recorded)));
        Assert.Equal(ErrorReason.StateForbids, await ReasonAsync(() => world.AssignAsync(filed.Number)));
    }

    [Fact]
    public async Task Certificate_OnWhatWasRefusedMeanwhile_IsNotIssued()
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        var filed = await world.FileAsync();
        await world.AssignAsync(filed.Number);
        var assessed = await world.Registry.RecordAsync(await world.AssessmentAsync(filed.Number));
        await world.Registry.ConcludeAsync(assessed.Number);
        var change = await world.PreparedAsync(assessed.Number);

        await world.RefuseAsync(filed.Number);

        var seen = await world.SeenAsync(filed.Number);
        Assert.Equal((ApplicationState.Refused, "No permit was shown"), (seen.State, seen.Reason));
        Assert.Equal(ErrorReason.StateForbids, await ReasonAsync(() => world.Registry.ApproveAsync(change)));
        Assert.Equal(ErrorReason.StateForbids, await ReasonAsync(() => world.PreparedAsync(assessed.Number)));
        Assert.Equal(ErrorReason.StateForbids, await ReasonAsync(() => world.RefuseAsync(filed.Number)));
        Assert.Equal(0, await world.Registry.CountAsync("certificate_version"));
        // What it was filed for is free again, and the other one is taken back by the supplier.
        var again = await world.WithdrawAsync((await world.FileAsync()).Number);
        Assert.Equal((ApplicationState.Withdrawn, "The plant is sold"), (again.State, again.Reason));
    }

    [Theory]
    [InlineData("UPDATE representative SET valid_from = '2026-01-01'", "representative operator=")]
    [InlineData("UPDATE application SET document = document - 'statement'", "application number=AP-2027-0001")]
    [InlineData("UPDATE application_step SET document = document - 'by'", "application_step application=AP-2027-0001")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change, string row)
    {
        await using var world = await TestApplications.CreateAsync(postgres);
        await world.AssignAsync((await world.FileAsync()).Number);
        Assert.Empty(await world.Registry.AuditAsync());

        await world.Registry.EditAsync(change);

        Assert.StartsWith(row, Assert.Single(await world.Registry.AuditAsync()), StringComparison.Ordinal);
    }

    private static async Task<ErrorReason> ReasonAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<ClubException>(call)).Reason;

    private static async Task<IEnumerable<string>> FaultsAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<ClubException>(call)).Violations.Select(fault => fault.Rule);

    private static async Task<string> RuleAsync(Func<Task> call) => Assert.Single(await FaultsAsync(call));
}
