using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Suppliers;

namespace CrmClub.Web.Tests;

/// <summary>Suppliers inside: what ends next, what adds up, and changes of two persons.</summary>
public sealed class SupplierTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Ends = StubSuppliers.Ends;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Page_HasWhatEndsNextBeforeWhatWasRevoked()
    {
        var page = await ReadAsync("/suppliers");

        Assert.True(page.IndexOf($"/certificates/{Ends}", StringComparison.Ordinal)
            < page.IndexOf($"/certificates/{StubSuppliers.Revoked}", StringComparison.Ordinal));
        Assert.Contains("<td>revoked</td>", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Theory]
    [InlineData("state=soon", true, false)]
    [InlineData("state=Revoked", false, true)]
    [InlineData("material=dy", true, true)]
    [InlineData("material=Nd", false, false)]
    [InlineData("text=000001", false, true)]
    public async Task List_Filtered_ShowsThoseAlone(string query, bool ends, bool revoked)
    {
        var page = await ReadAsync($"/suppliers?{query}");

        Assert.Equal(ends, page.Contains($"/certificates/{Ends}"));
        Assert.Equal(revoked, page.Contains($"/certificates/{StubSuppliers.Revoked}"));
    }

    [Fact]
    public async Task Facility_Page_ShowsWhatIsClaimedOfItsCapacity()
    {
        var page = await ReadAsync($"/facilities/{StubRegister.Facility}");

        Assert.Contains("aria-label=\"Dy in 2026: 92 % of the capacity is claimed\"", page);
        Assert.Contains($"href=\"/declarations/{StubServices.Mrn}?revision=0\"", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Issue_FromTheFacility_TakesLevelAndScopeFromTheAssessment()
    {
        using var person = await SignInAsync("secretariat");
        var path = $"/facilities/{StubRegister.Facility}";
        var page = await person.TextAsync(path, Cancel);

        using var done = await person.PostAsync(path, Cancel,
            ["_handler", "issue"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Assessment", "A-2026-0001"], ["Form.Day", "2026-12-01"], ["Form.Reason", "Assessed at level A"]);

        Assert.EndsWith($"/certificates/changes/{StubSuppliers.OfOfficer}", $"{done.Headers.Location}");
        var asked = Assert.IsType<PrepareCertificateRequest>(StubSuppliers.Done);
        Assert.Equal((CertificateLevel.A, "Dy", "2026-12-01", "A-2026-0001", page.FieldOf("RequestId")),
            (asked.Level, asked.Scopes.Single().Material, asked.ValidFrom, asked.Assessment, asked.RequestId));
    }

    [Fact]
    public async Task Certificate_Page_DrawsEachVersionAndSaysWhatItIsWorth()
    {
        var page = await ReadAsync($"/certificates/{StubSuppliers.Revoked}");

        const string Finding = "does not count from 2026-03-01 on: it was revoked";
        Assert.Contains($"aria-label=\"Certificate {StubSuppliers.Revoked} {Finding}\"", page);
        Assert.Equal(3, Regex.Count(page, "<rect"));
        Assert.Contains("In this state nothing can be changed.", page);
    }

    [Fact]
    public async Task Suspend_FromItsLink_SaysWhatItMeansAndIsPrepared()
    {
        using var person = await SignInAsync("secretariat");
        var path = $"/certificates/{Ends}?deed=Suspend";
        var page = await person.TextAsync(path, Cancel);
        Assert.Contains("no declaration may rely on it from that day on", page);

        using var done = await person.PostAsync(path, Cancel,
            ["_handler", "change"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Deed", "Suspend"], ["Form.Ground", "Inquiry"], ["Form.Day", "2026-12-01"],
            ["Form.Reason", "A grievance"]);

        Assert.EndsWith($"/certificates/changes/{StubSuppliers.OfOfficer}", $"{done.Headers.Location}");
        var asked = Assert.IsType<PrepareSuspensionRequest>(StubSuppliers.Done);
        Assert.Equal((SuspensionGround.Inquiry, Ends, page.FieldOf("RequestId")),
            (asked.Ground, asked.Certificate, asked.RequestId));
    }

    [Theory]
    [InlineData("secretariat", StubSuppliers.OfOfficer, "You prepared it")]
    [InlineData("secretariat", StubSuppliers.OfAnother, "It takes an approver")]
    public async Task Change_ByWhoMayNotApprove_SaysWhy(string name, string change, string words)
    {
        using var person = await SignInAsync(name);
        var page = await person.TextAsync($"/certificates/changes/{change}", Cancel);

        Assert.Contains(words, page);
        Assert.DoesNotContain("value=\"approve\"", page);
    }

    [Fact]
    public async Task Change_ByTheApprover_SaysWhatFollowsAndTakesEffectOnce()
    {
        using var person = await SignInAsync("approver");
        var path = $"/certificates/changes/{StubSuppliers.OfOfficer}";
        var page = await person.TextAsync(path, Cancel);
        Assert.Contains("Claims of this year that rely on it: 1.", page);

        using var done = await person.PostAsync(path, Cancel,
            ["_handler", "approve"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")]);

        Assert.EndsWith($"/certificates/{Ends}", $"{done.Headers.Location}");
        var asked = Assert.IsType<ApproveChangeRequest>(StubSuppliers.Done);
        Assert.Equal((StubSuppliers.OfOfficer, page.FieldOf("RequestId")), (asked.ChangeId, asked.RequestId));
    }

    [Theory]
    [InlineData("/certificates/none")]
    [InlineData("/facilities/none")]
    [InlineData("/certificates/changes/0198f0e2-0000-7000-8000-00000000c00f")]
    public async Task NoSuchPage_IsSaidInWords(string path)
    {
        using var person = await SignInAsync("secretariat");
        using var answer = await person.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("", "2026-02-01..2026-03-01 2026-04-01..2026-06-01", "")]
    [InlineData("2026-05-01", "2026-02-01..2026-03-01 2026-04-01..2026-05-01", "")]
    [InlineData("2026-02-01", "", "")]
    [InlineData("", "2026-02-01..2026-03-01", "open")]
    public void Spans_OfSuspensionsAndRevocation_AreTheDaysOnWhichItCounts(string revoked, string expected, string last)
    {
        var certificate = new Certificate { ValidFrom = "2026-02-01", ValidTo = "2026-06-01", RevokedFrom = revoked };
        certificate.Suspensions.Add(new CertificateSuspension
        {
            From = "2026-03-01",
            Until = last.Length > 0 ? "" : "2026-04-01",
        });

        var counting = certificate.Spans().Where(span => span.Counts)
            .Select(span => $"{span.From:yyyy-MM-dd}..{span.To:yyyy-MM-dd}");

        Assert.Equal(expected, string.Join(' ', counting));
        Assert.Equal("2026-06-01", $"{certificate.Spans()[^1].To:yyyy-MM-dd}");
    }

    private Task<Browsing> SignInAsync(string name) => bench.Web.SignedInAsync(name, Cancel);

    private async Task<string> ReadAsync(string path)
    {
        using var person = await SignInAsync("secretariat");
        return await person.TextAsync(path, Cancel);
    }
}
