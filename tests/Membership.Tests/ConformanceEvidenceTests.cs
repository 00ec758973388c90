using System.Security.Cryptography;
using CrmClub.Contracts.Membership.V1;
using static CrmClub.Membership.Tests.AccessionTests;

namespace CrmClub.Membership.Tests;

/// <summary>The connection test is met by a signed report of a run that passed, and by nothing else.</summary>
public sealed class ConformanceEvidenceTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Unsound => new()
    {
        { "words", "SIGNED_REPORT" }, { "altered", "SIGNED_REPORT" }, { "another key", "SIGNED_REPORT" },
        { "another type", "SIGNED_REPORT" }, { "another party", "REPORT_OF_PARTY" }, { "not passed", "RUN_PASSED" },
        { "before", "RUN_SINCE_APPLICATION" },
    };

    [Theory, MemberData(nameof(Unsound))]
    public async Task Evidence_WithoutASoundReport_IsRefused_AndTheCriterionStaysUnmet(string what, string rule)
    {
        var before = TestReports.Of("AU");
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.AustraliaAppliesAsync();

        var refused = await RefusalAsync(() => people.PrepareAsync(Evidence(what switch
        {
            "words" => "Annex 3",
            "altered" => Altered(TestReports.Of("AU", passed: false)),
            "another key" => TestReports.Of("AU", key: ECDsa.Create(ECCurve.NamedCurves.nistP256)),
            "another type" => TestReports.Of("AU", type: "JWT"),
            "another party" => TestReports.Of("NZ"),
            "not passed" => TestReports.Of("AU", passed: false),
            _ => before,
        })));

        Assert.Equal(rule, Assert.Single(refused.Violations).Rule);
        var unmet = await RefusalAsync(() => people.OpenAsync(VotingSubject.Admission, "AU"));
        Assert.Contains("CONNECTION_TEST", unmet.Violations.Select(one => one.Value));
    }

    [Fact]
    public async Task Evidence_WithASoundReport_IsKeptWithIt()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.AustraliaAppliesAsync();
        var report = TestReports.Of("AU");

        var change = await people.ChangeAsync(Evidence(report));

        Assert.Equal(report, change.Criterion.Report);
        var unmet = await RefusalAsync(() => people.OpenAsync(VotingSubject.Admission, "AU"));
        Assert.DoesNotContain("CONNECTION_TEST", unmet.Violations.Select(one => one.Value));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Report_ForACriterionThatAsksForNone_IsRefused()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.AustraliaAppliesAsync();
        var change = Evidence(TestReports.Of("AU"));
        change.Criterion.Criterion = "STOCKPILE";

        var refused = await RefusalAsync(() => people.PrepareAsync(change));

        Assert.Equal("NOT_HERE", Assert.Single(refused.Violations).Rule);
    }

    private static Change Evidence(string report) => new()
    {
        Criterion = new CriterionMet
        {
            Party = "AU",
            Criterion = "CONNECTION_TEST",
            Evidence = "Conformance run",
            Report = report,
        },
        Reason = "Reviewed",
    };

    // The payload says that it passed; the signature is that of the one that did not.
    private static string Altered(string report)
    {
        var parts = report.Split('.');
        parts[1] = TestReports.Of("AU").Split('.')[1];
        return string.Join('.', parts);
    }
}
