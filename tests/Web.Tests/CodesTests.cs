using System.Net;

namespace CrmClub.Web.Tests;

/// <summary>Codes, groups and calendar: which lists are in force on a day.</summary>
public sealed class CodesTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/codes", "en", "Country groups", "ASEAN", "MY VN", "Charter")]
    [InlineData("/codes?list=holidays&day=2027-03-01", "en", "2027-05-01", "Labour Day", "<td>yes</td>")]
    [InlineData("/codes?list=countries", "ja", "JPN", "日本")]
    [InlineData("/codes?list=acts&day=2027-03-01", "en", "OJ-1", "<td>yes</td>", "Draft a proposal")]
    [InlineData("/codes?list=acts&day=2025-03-01", "en", "No tariff was in force on 2025-03-01.")]
    [InlineData("/codes?list=documents", "ja", "書類コード", "該当")]
    [InlineData("/codes/groups/ASEAN?day=2027-03-01", "en", "Countries in it on 2027-03-01: 2.", "1967-08-08")]
    [InlineData("/codes/groups/ASEAN", "ja", "東南アジア諸国連合")]
    public async Task Page_OnADay_ShowsTheListInForce(string path, string language, params string[] words)
    {
        using var person = await SignInAsync(language);
        var page = await person.TextAsync(path, Cancel);

        Assert.All(words, word => Assert.Contains(word, page));
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Links_OfAPage_KeepItsDay()
    {
        using var person = await SignInAsync();
        var page = await person.TextAsync("/codes?list=groups&day=2026-03-01", Cancel);

        Assert.Contains("href=\"/codes/groups/ASEAN?day=2026-03-01\"", page);
        Assert.Contains("href=\"/codes?list=acts&amp;day=2026-03-01\"", page);
        Assert.Contains("href=\"/codes/csv?list=groups&amp;day=2026-03-01\"", page);
    }

    [Fact]
    public async Task Csv_OfAList_HasItsOwnColumns()
    {
        using var person = await SignInAsync();
        var table = await person.TextAsync("/codes/csv?list=countries", Cancel);

        Assert.Equal("code,alpha3,numeric,name_en,name_ja\r\nCN,,,China,中国\r\nJP,JPN,392,Japan,日本\r\n", table);
    }

    [Fact]
    public async Task Group_None_IsSaidInWords()
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync("/codes/groups/NATO", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<Browsing> SignInAsync(string language = "en") =>
        bench.Web.SignedInAsync("secretariat", Cancel, language);
}
