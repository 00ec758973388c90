using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Web.Search;

namespace CrmClub.Web.Tests;

/// <summary>One box for all there is: what is named exactly is led to, the rest is listed by kind.</summary>
public sealed class SearchTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2846.90 20", "/tariff/28469020")]
    [InlineData("２８４６ ９０ ２０", "/tariff/28469020")]
    [InlineData(" 26de nirx 26gmry4wr1 ", "/declarations/26DENIRX26GMRY4WR1")]
    [InlineData("crm 2026 000002", "/certificates/CRM-2026-000002")]
    [InlineData("f-my-0001", "/facilities/F-MY-0001")]
    [InlineData("proposal 2", "/proposals/2")]
    [InlineData("2", "/proposals/2")]
    [InlineData("g-2026 0005", "/grievances/G-2026-0005")]
    [InlineData("N20260003", "/notices/N-2026-0003")]
    [InlineData("09.9020", "/quotas/099020")]
    [InlineData("jp", "/members/JP")]
    [InlineData("日本", "/members/JP")]
    [InlineData("b-2027-0001", "/proposals/2#votes")]
    [InlineData("quotas", "/quotas")]
    [InlineData("disprosium", "/tariff/28469020")]
    public async Task Search_ForOneThing_LeadsToItsPage(string text, string expected)
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync($"/search?q={Uri.EscapeDataString(text)}", Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith(expected, $"{answer.Headers.Location}");
    }

    /// <summary>By search, by menu and by address one ends on the same page.</summary>
    [Theory]
    [InlineData("28469020", "/tariff", "/tariff/28469020")]
    [InlineData("CRM-2026-000002", "/suppliers", "/certificates/CRM-2026-000002")]
    [InlineData("099020", "/quotas", "/quotas/099020")]
    [InlineData("Japan", "/members", "/members/JP")]
    public async Task Question_BySearchMenuAndAddress_EndsOnTheSamePage(string text, string menu, string address)
    {
        using var person = await SignInAsync();
        using var led = await person.GetAsync($"/search?q={text}", Cancel);
        var first = await person.TextAsync("/", Cancel);
        var list = await person.TextAsync(menu, Cancel);

        Assert.EndsWith(address, $"{led.Headers.Location}");
        Assert.Contains($"<a href=\"{menu}\"", first);
        Assert.Contains($"href=\"{address}\"", list);
        Assert.Equal(
            Heading(await person.TextAsync(led.Headers.Location!.PathAndQuery, Cancel)),
            Heading(await person.TextAsync(address, Cancel)));

        static string Heading(string page) => Regex.Match(page, "<h1[^>]*>(.*?)</h1>").Groups[1].Value;
    }

    [Fact]
    public async Task Search_ForWhatManyHave_IsListedByKind()
    {
        using var person = await SignInAsync();
        var page = await person.TextAsync("/search?q=2026", Cancel);

        Assert.Contains("<h2 id=\"Certificate\">Certificates</h2>", page);
        Assert.Contains("href=\"/certificates/CRM-2026-000001\"", page);
        Assert.Contains("href=\"/certificates/CRM-2026-000002\"", page);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK, "Type a goods code")]
    [InlineData("zzzz", HttpStatusCode.OK, "Nothing was found by this.")]
    [InlineData("<script>alert(1)</script>", HttpStatusCode.OK, "Nothing was found by this.")]
    public async Task Search_ForNothingThereIs_SaysWhatToType(string text, HttpStatusCode expected, string words)
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync($"/search?q={Uri.EscapeDataString(text)}", Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(words, page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Search_ThatIsTooLong_IsToldByFieldRuleAndValue()
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync($"/search?q={new string('x', 201)}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<code>q</code> <code>LENGTH_MAX</code> <code>201</code>",
            await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Search_ServicesDown_NamesThemAndLeadsToPagesStill()
    {
        await using var lonely = await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9");
        using var person = lonely.Browse();
        await person.SignInAsync("secretariat", Cancel);
        var page = await person.TextAsync("/search?q=quota", Cancel);

        Assert.Contains("The service Suppliers can&#x27;t be reached", page);
        Assert.Contains("href=\"/quotas\"", page);
    }

    [Fact]
    public async Task Keys_SwitchedOff_AreGoneFromEveryPage()
    {
        using var person = await SignInAsync();
        var page = await person.TextAsync("/keys", Cancel);
        Assert.Contains("data-keys=\"h:/ t:/tariff", page);
        Assert.Matches("<script src=\"/assets/keys\\.[0-9a-f]+\\.js\" defer>", page);

        using var off = await person.PostAsync(
            "/preferences", Cancel, ["token", Browsing.TokenOf(page)], ["keys", "off"], ["back", "/keys"]);
        page = await person.TextAsync("/keys", Cancel);

        Assert.Contains("Single keys are off.", page);
        Assert.DoesNotContain("data-keys", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public void Keys_OfPages_AreEachAnotherAndLeaveTheirOwnAlone()
    {
        var letters = SitePages.All.Select(page => page.Letter).ToList();

        Assert.Equal(letters.Count, letters.Distinct().Count());
        Assert.All(letters, letter => Assert.InRange(letter, 'a', 'z'));
    }

    private Task<Browsing> SignInAsync() => bench.Web.SignedInAsync("secretariat", Cancel);
}
