using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>Bodies and assessors, what they find, and what a certificate may cite of it.</summary>
public sealed class AssessmentTests(Postgres postgres)
{
    [Fact]
    public async Task Conclude_FourMinorOnes_IsLevelBAndCarriesACertificateOfThatLevelAndScope()
    {
        await using var suppliers = await CreateAsync(postgres);
        var (facility, assessment) = await AssessedAsync(suppliers, minors: 4);
        Assert.Equal((AssessmentState.Open, 1, "A-2027-0001"),
            (assessment.State, assessment.Version, assessment.Number));

        var concluded = await suppliers.ConcludeAsync(assessment.Number);
        var certificate = Sound.Certificate(facility.Number);
        certificate.Assessment = concluded.Number;
        var issued = (await suppliers.ApproveAsync(await suppliers.PrepareAsync(certificate))).Certificate;

        Assert.Equal((AssessmentState.Concluded, 2, CertificateLevel.B),
            (concluded.State, concluded.Version, concluded.Level));
        Assert.Equal(("AB-0001", "AS-0001", 1), (concluded.Body, concluded.Assessor, concluded.Scheme));
        Assert.Equal(concluded.Number, issued.Assessment);
        var register = await suppliers.Register.CertificateAsync(new() { Number = issued.Number }, Cancel);
        ShowsFindingsAndNamesWhatItLeavesOut(concluded, register.Assessment);
        var shown = await suppliers.Assessments.GetAsync(new() { Number = concluded.Number }, Officer, Cancel);
        Assert.Equal([1, 2], shown.History.Select(one => one.Version));
        Assert.Equal(concluded, await suppliers.ConcludeAsync(concluded.Number));
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Prepare_BeyondItsAssessment_IsRefusedByName()
    {
        await using var suppliers = await CreateAsync(postgres);
        var (facility, assessment) = await AssessedAsync(suppliers, minors: 4);
        var request = Sound.Certificate(facility.Number);
        request.Assessment = assessment.Number;
        Assert.Equal("ASSESSMENT", await RuleAsync(() => suppliers.PrepareAsync(request)));
        await suppliers.ConcludeAsync(assessment.Number);

        request.Level = CertificateLevel.A;
        request.Scopes.Add(new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound });
        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.PrepareAsync(request));
        var foreign = Sound.Certificate((await suppliers.FacilityAsync()).Number);
        foreign.Assessment = assessment.Number;

        Assert.Equal(["ASSESSED_LEVEL", "ASSESSED_SCOPE"], refusal.Violations.Select(fault => fault.Rule).Order());
        Assert.Equal("ASSESSMENT", await RuleAsync(() => suppliers.PrepareAsync(foreign)));
    }

    [Fact]
    public async Task Prepare_OnAnOpenMajorOne_IsRefusedUntilItsActionIsClosed()
    {
        await using var suppliers = await CreateAsync(postgres);
        var (facility, assessment) = await AssessedAsync(suppliers, minors: 0, major: "E4");
        var none = await suppliers.ConcludeAsync(assessment.Number);
        var request = Sound.Certificate(facility.Number);
        request.Assessment = assessment.Number;
        Assert.Equal(CertificateLevel.Unspecified, none.Level);
        Assert.Equal("ASSESSED_LEVEL", await RuleAsync(() => suppliers.PrepareAsync(request)));

        none.Findings.Single(one => one.Criterion == "E4").Action.ClosedOn = "2027-09-10";
        await suppliers.RecordAsync(none);
        var closed = await suppliers.ConcludeAsync(assessment.Number);

        Assert.Equal((4, CertificateLevel.A), (closed.Version, closed.Level));
        Assert.NotNull(await suppliers.PrepareAsync(request));
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Record_WithTiesToTheOperator_IsRefusedAndNamed(bool ofTheBody)
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        var body = await suppliers.RegisterAsync(ofTheBody ? Sound.Body(facility.Operator) : Sound.Body());
        await suppliers.RegisterAsync(
            ofTheBody ? Sound.Assessor(body.Number) : Sound.Assessor(body.Number, facility.Operator));
        var sound = Sound.Assessment(facility.Number, await SchemeAsync(suppliers), 0);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RecordAsync(sound));

        var fault = Assert.Single(refusal.Violations);
        Assert.Equal("INDEPENDENCE", fault.Rule);
        Assert.Equal($"{(ofTheBody ? "AB-0001" : "AS-0001")} has ties to {facility.Operator}.", fault.Message);
    }

    [Fact]
    public async Task Record_ManyFaults_NamesEach()
    {
        await using var suppliers = await CreateAsync(postgres);
        await suppliers.AccreditAsync();
        var scheme = await SchemeAsync(suppliers);
        var spoilt = Sound.Assessment((await suppliers.FacilityAsync()).Number, scheme, 1);
        spoilt.AssessedOn = "2031-02-01";
        spoilt.Scopes.Add(new Scope { Material = "Dy", Stage = Stage.Metal });
        spoilt.Purpose = AssessmentPurpose.Surveillance;
        spoilt.Findings[0].Action.DueOn = "2027-08-01";
        spoilt.Findings[1].Criterion = "E9";
        spoilt.Findings[2].Evidence.Clear();
        spoilt.Findings[3].Evidence[0].Sha256 = "xyz";
        spoilt.Findings[4].Recognised = "RMI";
        spoilt.Findings[5].Result = FindingResult.Unspecified;
        spoilt.Findings[6].Action = new CorrectiveAction { Text = "x", DueOn = "2031-03-01" };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RecordAsync(spoilt));

        Assert.Equal(
            [
                "ACCREDITED", "ACCREDITED", "ACCREDITED_SCOPE", "ACCREDITED_SCOPE", "ACTION", "ACTION_DAYS",
                "CERTIFICATE",
                "CRITERION", "EVIDENCE", "FUTURE_DAY", "RECOGNISED_SCHEME", "RESULT", "SHA256",
            ],
            refusal.Violations.Select(fault => fault.Rule).Order());
    }

    [Fact]
    public async Task Record_ByWhoIsNotAccreditedOrDidNotBegin_IsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var (_, assessment) = await AssessedAsync(suppliers, minors: 0);

        var other = await Assert.ThrowsAsync<ClubException>(
            () => suppliers.ConcludeAsync(assessment.Number, Officer));
        assessment.Number = "";
        var none = await Assert.ThrowsAsync<ClubException>(() => suppliers.RecordAsync(assessment, Officer));

        Assert.Equal((ErrorReason.CallerNotRegistered, ErrorReason.CallerNotRegistered), (other.Reason, none.Reason));
    }

    [Fact]
    public async Task Conclude_WithoutAFindingOnEvery_IsRefusedAndNamesThem()
    {
        await using var suppliers = await CreateAsync(postgres);
        var (_, assessment) = await AssessedAsync(suppliers, minors: 0);
        assessment.Findings.RemoveAt(24);
        assessment.Findings[3].Recognised = "IRMA";
        await suppliers.RecordAsync(assessment);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.ConcludeAsync(assessment.Number));

        Assert.Equal(("FINDINGS_MISSING", "G5"),
            (Assert.Single(refusal.Violations).Rule, refusal.Violations[0].Value));
        Assert.Equal("ASSESSMENT", await RuleAsync(() => suppliers.ConcludeAsync("A\0")));
    }

    [Theory]
    [InlineData("UPDATE assessment SET document = document || '{\"level\": 1}'", "assessment number=A-")]
    [InlineData("UPDATE accredited_body SET document = document - 'ties'", "accredited_body number=AB-0001")]
    [InlineData("UPDATE accredited_assessor SET document = document - 'subject'", "accredited_assessor number=AS-0001")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change, string row)
    {
        await using var suppliers = await CreateAsync(postgres);
        var tied = (await suppliers.FacilityAsync()).Operator;
        await suppliers.AccreditAsync(tied);
        var facility = await suppliers.RegisterAsync(Sound.Facility(
            (await suppliers.RegisterAsync(Sound.Operator())).Operator.Number));
        await suppliers.RecordAsync(Sound.Assessment(facility.Facility.Number, await SchemeAsync(suppliers), 0));
        Assert.Empty(await suppliers.AuditAsync());

        await suppliers.EditAsync(change);

        Assert.StartsWith(row, Assert.Single(await suppliers.AuditAsync()), StringComparison.Ordinal);
    }

    private static void ShowsFindingsAndNamesWhatItLeavesOut(FacilityAssessment known, RegisteredAssessment shown)
    {
        Assert.Equal((known.Number, "Assessment body", CertificateLevel.B), (shown.Number, shown.Body, shown.Level));
        Assert.Equal(
            known.Findings.Select(one => (one.Criterion, one.Result, one.Note, one.Action, one.Evidence[0].Sha256)),
            shown.Findings.Select(
                one => (one.Criterion, one.Result, one.Note, one.Action, Assert.Single(one.Evidence))));
        Assert.Equal(
            known.Findings
                .Select((_, place) => ($"findings[{place}].evidence[0].reference", RedactionReason.Confidential))
                .Prepend(("assessor", RedactionReason.Personal)),
            shown.Redactions.Select(one => (one.Field, one.Reason)));
        Assert.DoesNotContain(known.Assessor, $"{shown}");
        Assert.DoesNotContain(known.Findings[0].Evidence[0].Reference, $"{shown}");
    }

    private static async Task<(Facility, FacilityAssessment)> AssessedAsync(
        TestSuppliers suppliers, int minors, string? major = null)
    {
        var facility = await suppliers.FacilityAsync();
        await suppliers.AccreditAsync();
        var assessment = Sound.Assessment(facility.Number, await SchemeAsync(suppliers), minors);
        if (major is not null)
        {
            var finding = assessment.Findings.Single(one => one.Criterion == major);
            finding.Result = FindingResult.Major;
            finding.Action = new CorrectiveAction { Text = "put it right", DueOn = "2027-10-01" };
        }

        return (facility, await suppliers.RecordAsync(assessment));
    }

    private static async Task<AssessmentScheme> SchemeAsync(TestSuppliers suppliers) =>
        (await suppliers.Assessments.SchemeAsync(new(), Cancel)).Scheme;

    private static async Task<string> RuleAsync(Func<Task> call) =>
        Assert.Single((await Assert.ThrowsAsync<ClubException>(call)).Violations).Rule;
}
