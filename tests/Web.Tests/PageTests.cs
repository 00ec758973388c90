using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CrmClub.Web.Tests;

/// <summary>What each page shows, and what it says where it can't.</summary>
public sealed class PageTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "In force today", "Version 7", "Third-country duty", "Dysprosium", "Japan")]
    [InlineData("ja", "本日有効な内容", "第7版", "第三国関税", "ジスプロシウム", "日本")]
    [InlineData("ja-JP;q=0.8, en;q=0.9", "In force today")]
    [InlineData("fr", "In force today")]
    public async Task Today_Reader_SeesHisLanguage(string language, params string[] words)
    {
        var (status, page) = await ReadAsync("/", language);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(words, word => Assert.Contains(word, page));
    }

    [Fact]
    public async Task Today_OtherDay_SaysThatItIsNotNow()
    {
        var (_, page) = await ReadAsync("/?day=2026-03-01&known=2026-04-01T12:00");

        Assert.Contains("In force on 2026-03-01", page);
        Assert.Contains("2026-04-01 12:00 UTC", page);
        Assert.Contains("This is not now.", page);
    }

    [Fact]
    public async Task Today_BeforeThereWasATariff_SaysSo()
    {
        var (status, page) = await ReadAsync("/?day=2020-01-01");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("The service Tariffs knows of no such thing.", page);
    }

    [Fact]
    public async Task Declarations_Page_LinksEachAndTheOlder()
    {
        var (status, page) = await ReadAsync("/declarations");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"href=\"/declarations/{StubServices.Mrn}\"", page);
        Assert.Contains("49,539.89 EUR", page);
        Assert.Contains("/declarations?after=a%2Bb", page);
    }

    [Fact]
    public async Task Declaration_Page_HasTheDerivationOfTheCommandLine()
    {
        var (status, page) = await ReadAsync($"/declarations/{StubServices.Mrn}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("42,549.598986… EUR", page);
        Assert.Contains("42549.60 EUR × 20 % = 8509.92 EUR", page);
        Assert.Contains("Looked at and not applied", page);
        Assert.Contains("tariff 7 (6a0087cf…) · rate set 3 · membership 1", page);
    }

    [Fact]
    public async Task Declaration_Reported_SaysWhatAndInWhichState()
    {
        var (_, page) = await ReadAsync($"/declarations/{StubServices.Mrn}");

        Assert.Contains("put under control</th>", page);
        Assert.Contains("<td>under control</td>", page);
    }

    [Fact]
    public async Task Declaration_ForeignText_IsNoMarkup()
    {
        var (_, page) = await ReadAsync($"/declarations/{StubServices.Mrn}");

        Assert.Contains("alert(1)", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Theory]
    [InlineData("en", "Case file")]
    [InlineData("ja", "記録一式")]
    public async Task CaseFile_Page_IsOneDocumentWithItsOwnStyleAlone(string language, string words)
    {
        using var person = bench.Web.Browse(language);
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync($"/declarations/{StubServices.Mrn}/case", Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains($"{words} {StubServices.Mrn}", page);
        Assert.Contains("&lt;script&gt;alert(1)", page);
        Assert.DoesNotContain("<script>", page);
        var style = page.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"style-src 'sha256-{hash}';", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("26DE0", HttpStatusCode.NotFound)]
    [InlineData("fault", HttpStatusCode.ServiceUnavailable)]
    [InlineData("silent", HttpStatusCode.ServiceUnavailable)]
    [InlineData("foreign", HttpStatusCode.Forbidden)]
    public async Task CaseFile_NoAnswer_IsSaidInWords(string mrn, HttpStatusCode expected)
    {
        var (status, page) = await ReadAsync($"/declarations/{mrn}/case");

        Assert.Equal(expected, status);
        Assert.Contains("<h1>", page);
        Assert.DoesNotContain("What only the service knows", page);
    }

    [Fact]
    public async Task CaseFile_Nobody_IsAskedToSignIn()
    {
        using var anybody = bench.Web.Browse("en");
        using var answer = await anybody.GetAsync($"/declarations/{StubServices.Mrn}/case", Cancel);

        Assert.DoesNotContain(StubServices.Mrn + "</h1>", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("26DE0", HttpStatusCode.NotFound, "There is no such page")]
    [InlineData("fault", HttpStatusCode.ServiceUnavailable, "can&#x27;t be reached")]
    [InlineData("silent", HttpStatusCode.ServiceUnavailable, "can&#x27;t be reached")]
    public async Task Declaration_NoAnswer_IsSaidInWords(string mrn, HttpStatusCode expected, string words)
    {
        var (status, page) = await ReadAsync($"/declarations/{mrn}");

        Assert.Equal(expected, status);
        Assert.Contains(words, page);
        Assert.DoesNotContain("What only the service knows", page);
        Assert.DoesNotContain("   at ", page);
    }

    [Fact]
    public async Task EveryPage_ServicesDown_SaysSoInWords()
    {
        await using var lonely = await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9");
        using var person = lonely.Browse();
        await person.SignInAsync("secretariat", Cancel);

        foreach (var path in new[]
        {
            "/", "/declarations", $"/declarations/{StubServices.Mrn}", "/members", "/members/JP", "/tariff",
            "/tariff/28469020", "/proposals", "/proposals/1", "/quotas", "/quotas/099020", "/suppliers",
            "/facilities/F-MY-0001", "/certificates/CRM-2026-000001", "/certificates/changes", "/members/changes",
            $"/members/changes/{StubMembership.OfOfficer}",
        })
        {
            using var answer = await person.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("Nothing is lost.", await answer.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Theory]
    [InlineData("en", "There is no such page")]
    [InlineData("ja", "ページが見つかりません")]
    public async Task NoSuchPage_Reader_IsToldInHisLanguage(string language, string words)
    {
        using var anybody = bench.Web.Browse(language);
        using var answer = await anybody.GetAsync("/nowhere", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<(HttpStatusCode Status, string Page)> ReadAsync(string path, string language = "en")
    {
        using var person = bench.Web.Browse(language);
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync(path, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
