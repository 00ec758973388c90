using System.Net;

namespace CrmClub.Web.Tests;

/// <summary>Operations by a page: whether services keep up with each other, and what runs.</summary>
public sealed class OperationsTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1.5, 0, "en", "All services answer, nothing is parked, and the oldest copy was heard 1.5 s ago.")]
    [InlineData(61.0, 0, "en", "A copy was last heard 61.0 s ago.", "old")]
    [InlineData(1.5, 3, "ja", "複製に取り込めなかった項目：12件。", "crmclub events replay")]
    public async Task Page_ByAnOverseer_SaysFirstWhatIsWorst(
        double age, long parked, string language, params string[] words)
    {
        (StubCopies.AgeSeconds, StubCopies.Parked) = (age, parked);
        using var person = await SignInAsync("auditor", language);
        var page = await person.TextAsync("/operations", Cancel);

        Assert.All(words, word => Assert.Contains(word, page));
        Assert.Contains("<td class=\"num\">4711</td>", page);
        Assert.Contains("<td class=\"num\">3</td>", page);
        Assert.Matches("(?s)CRM-2026-000123 revoked.*&lt;script", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Simulation_UnderWay_IsCancelledByWhoMay()
    {
        using var auditor = await SignInAsync("auditor");
        Assert.DoesNotContain("value=\"cancel-", await auditor.TextAsync("/operations", Cancel));
        using var officer = await SignInAsync("secretariat");
        var page = await officer.TextAsync("/operations", Cancel);
        Assert.Contains("name=\"Form.Simulation\" value=\"2\"", page);

        using var done = await officer.PostAsync("/operations", Cancel, ["_handler", "cancel-2"],
            ["token", Browsing.TokenOf(page)], ["Form.Proposal", "2"], ["Form.Simulation", "2"]);

        Assert.EndsWith("/operations", $"{done.Headers.Location}");
        Assert.Equal((2, 2), (StubProposals.Cancelled!.Number, StubProposals.Cancelled.Simulation));
    }

    [Fact]
    public async Task Page_ByACaseOfficer_IsNotShown()
    {
        using var person = await SignInAsync("case-officer");
        using var answer = await person.GetAsync("/operations", Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Task<Browsing> SignInAsync(string name, string language = "en") =>
        bench.Web.SignedInAsync(name, Cancel, language);
}
