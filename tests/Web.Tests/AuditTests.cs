using System.Net;
using CrmClub.Testing;

namespace CrmClub.Web.Tests;

/// <summary>The audit by a page: who did what, and whether the records are whole.</summary>
public sealed class AuditTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "The records of all services were whole at")]
    [InlineData(true, "The records are not whole", "faults: 1", "id=17", "&lt;script")]
    public async Task Verify_Pressed_RunsOnAndSaysWhatItFound(bool isBroken, params string[] words)
    {
        (StubAudit.Ends, StubAudit.IsBroken) = (new(), isBroken);
        using var auditor = await SignInAsync("auditor");
        var page = await auditor.TextAsync("/audit", Cancel);

        using var begun = await auditor.PostAsync("/audit", Cancel,
            ["_handler", "verify"], ["token", Browsing.TokenOf(page)]);
        Assert.EndsWith("/audit", $"{begun.Headers.Location}");
        await HasAsync("The records are being verified.", "<td class=\"num\">1234</td>", "runs");
        StubAudit.Ends.SetResult();

        await HasAsync([.. words, "<td class=\"num\">99</td>"]);

        Task HasAsync(params string[] seen) => Eventually.HoldsAsync(string.Join(", ", seen), async () =>
        {
            var now = await auditor.TextAsync("/audit", Cancel);
            return seen.All(now.Contains) && !now.Contains("<script>");
        }, Within, Cancel);
    }

    [Fact]
    public async Task Entries_OfAPerson_AreAskedForAndLeadOn()
    {
        using var officer = await SignInAsync("secretariat", "ja");
        var page = await officer.TextAsync("/audit?service=suppliers&actor=officer-1&subject=x%2By", Cancel);

        Assert.Equal(("officer-1", "x+y"), (StubAudit.Asked.Actor, StubAudit.Asked.Subject));
        Assert.Contains("CertificateRevoked", page);
        Assert.Contains("service=suppliers&amp;actor=officer-1&amp;subject=x%2By&amp;after=a%2Bb", page);
        Assert.Contains("操作の記録", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Entries_AsCsv_AreOfAllPagesWithTheirLeaves()
    {
        using var auditor = await SignInAsync("auditor");
        var table = await auditor.TextAsync("/audit/csv?service=suppliers", Cancel);

        Assert.StartsWith("seq,at,actor,kind,subject,effective_day,leaf\r\n17,1970-01-01T00:00:00", table);
        Assert.Equal(3, table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Audit_ByACaseOfficer_IsNotShown()
    {
        using var person = await SignInAsync("case-officer");
        using var answer = await person.GetAsync("/audit", Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Task<Browsing> SignInAsync(string name, string language = "en") =>
        bench.Web.SignedInAsync(name, Cancel, language);
}
