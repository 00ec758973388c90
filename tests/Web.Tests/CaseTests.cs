using System.Net;
using System.Text.RegularExpressions;

namespace CrmClub.Web.Tests;

/// <summary>Cases and accounts: whose clock is running, what one cause moved, and what should have been collected.
/// </summary>
public sealed class CaseTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>By deadline: the barred one, the hearing, what is to be notified; then what has no day.</summary>
    [Fact]
    public async Task List_Page_HasWhatIsOpenSoonestFirst()
    {
        var page = await ReadAsync("/cases");

        Assert.Equal(
            ["dropping: time-barred", "answer in the hearing", "notification", "collection, or repayment",
                "decision of the appeal"],
            Regex.Matches(page, "<a href=\"/cases/[0-9a-f-]{36}\">([^<]+)</a>").Select(match => match.Groups[1].Value));
        Assert.Contains("<time>2026-12-10</time>", page);
        Assert.Contains($"/cases?state=all&amp;cause={Uri.EscapeDataString(StubAdjustments.Cause)}", page);
        Assert.DoesNotContain("<svg class=\"picture\"", page);
    }

    [Theory]
    [InlineData("administration=fr", 1)]
    [InlineData("state=Hearing", 1)]
    [InlineData("state=Closed", 2)]
    [InlineData("state=all", 7)]
    [InlineData("state=all&administration=JP", 1)]
    public async Task List_Filtered_ShowsThoseAlone(string filter, int rows)
    {
        var page = await ReadAsync($"/cases?{filter}");

        Assert.Equal(rows, Regex.Count(page, "href=\"/cases/[0-9a-f-]{36}\""));
        Assert.Contains($"href=\"/cases/csv?{filter.Replace("&", "&amp;")}\"", page);
    }

    /// <summary>DE +370, FR +110: 480; 30 dropped, −50 paid back; 500 open.</summary>
    [Fact]
    public async Task Cause_Page_DrawsWhatItMovedInEachCurrency()
    {
        var page = await ReadAsync($"/cases?state=all&cause={Uri.EscapeDataString(StubAdjustments.Cause)}");

        Assert.Contains($"moved 480.00 EUR at administrations: 2; open of it: 500.00 EUR", page);
        Assert.Contains("moved 9,000 JPY at administrations: 1; open of it: 9,000 JPY", page);
        Assert.Equal(2, Regex.Count(page, "role=\"img\""));
        Assert.Contains("Reassessment 3: declarations found 9, looked at 8, come out otherwise 4.", page);
    }

    [Theory]
    [InlineData(1, "crmclub adjustment hear ", "hears the debtor of additional duty")]
    [InlineData(2, "--result TEXT", "The debtor is heard.")]
    [InlineData(4, "--outcome OUTCOME", "The debtor has appealed.")]
    [InlineData(7, "crmclub adjustment drop ", "drops it as time-barred")]
    public async Task Case_Page_SaysWhatMayBeDoneAndWhoseItIs(int number, string command, string next)
    {
        var page = await ReadAsync($"/cases/{StubAdjustments.IdOf(number)}");

        Assert.Contains(command, page);
        Assert.Contains(next, page);
        Assert.Contains("It takes an officer of the customs administration", page);
        Assert.DoesNotContain("@onsubmit", page);
    }

    [Fact]
    public async Task Case_ThatIsDropped_ShowsItsStepsAndAsksForNothing()
    {
        var page = await ReadAsync($"/cases/{StubAdjustments.IdOf(5)}");

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.Contains("<td>dropped</td>", page);
        Assert.DoesNotContain("It takes an officer", page);
    }

    [Fact]
    public async Task Accounts_Page_SaysWhatIsMissingInEachCurrency()
    {
        var page = await ReadAsync("/accounts");

        // 1,000 and 250, less 50 that were dropped, less 1,100.
        Assert.Contains("<strong>100.00</strong>", page);
        Assert.Contains("<strong>100,000</strong>", page);
        Assert.Contains("href=\"/accounts/DE/2026-10\"", page);
        Assert.Contains("Every amount is explained", page);
        Assert.Matches("(?s)2026-11.*2026-10", page);
    }

    [Fact]
    public async Task Accounts_OfNoMonth_SaysWhatIsWrong()
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync("/accounts?from=nonsense", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("It is no month.", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Month_Page_ListsItsDeclarations()
    {
        var page = await ReadAsync("/accounts/DE/2026-10");

        Assert.Contains($"href=\"/declarations/{StubServices.Mrn}\"", page);
        Assert.Contains("href=\"/accounts/DE/2026-10?after=a%2Bb\"", page);
        Assert.Contains("Accounts of DE, 2026-10", page);
    }

    [Theory]
    [InlineData("/accounts/DE/2026-13")]
    [InlineData("/accounts/DE/9999-12")]
    [InlineData("/cases/00000000-0000-0000-0000-000000000099")]
    public async Task Page_OfNothing_IsNotFound(string path)
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<Browsing> SignInAsync() => bench.Web.SignedInAsync("secretariat", Cancel);

    private async Task<string> ReadAsync(string path)
    {
        using var person = await SignInAsync();
        return await person.TextAsync(path, Cancel);
    }
}
