using System.Net;

namespace CrmClub.Web.Tests;

/// <summary>The register by pages: for everybody, and whatever is registered is shown as text.</summary>
public sealed class RegisterTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/register", "en", "Register of suppliers", "Facilities found: 51", "revoked", "separation")]
    [InlineData("/register", "ja", "供給者登録簿", "該当する施設：51件", "取消済み", "分離工場")]
    [InlineData("/register/facilities/F-MY-0001", "en", "separated compound", "1,200", "CRM-2026-000001")]
    [InlineData("/register/facilities/F-MY-0001", "ja", "分離化合物", "証明書", "取消済み")]
    [InlineData("/register/certificates/CRM-2026-000001", "en", "Certificate CRM-2026-000001", "fraud", "2026-11-25")]
    [InlineData("/register/certificates/CRM-2026-000001", "en", "an inquiry", "2026-03-09", "60, 30", "A-2026-0001",
        "minor non-conformity", "publish it")]
    [InlineData("/register/certificates/CRM-2026-000001", "ja", "停止", "監視", "軽微な不適合", "是正措置")]
    [InlineData("/register/certificates/CRM-2026-000001", "ja", "履歴", "不正", "1970-01-01 00:00 UTC")]
    public async Task Page_ByAnybody_ShowsTheRegisterAsText(string path, string language, params string[] words)
    {
        using var anybody = bench.Web.Browse(language);

        using var answer = await anybody.GetAsync(path, Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(words, word => Assert.Contains(word, page));
        Assert.Contains("alert(1)", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Search_ByWhatWasAsked_AsksForItAndKeepsItForTheNextPage()
    {
        using var anybody = bench.Web.Browse();

        var page = await anybody.TextAsync(
            "/register?text=Lynas+%22&country=my&material=Dy&state=Suspended&page=x%2By", Cancel);

        var asked = StubRegister.Searched;
        Assert.Equal(("Lynas \"", "MY", "Dy", "Suspended", "x+y"),
            (asked.Text, asked.Country, asked.Material, $"{asked.State}", asked.PageToken));
        Assert.Contains(
            "/register?text=Lynas%20%22&amp;country=my&amp;material=Dy&amp;state=Suspended&amp;page=a%2Bb", page);
        Assert.Contains("<option value=\"Suspended\" selected", page);
    }

    [Theory]
    [InlineData("/register?country=Malaysia", HttpStatusCode.OK, "The search can&#x27;t be understood.")]
    [InlineData("/register/facilities/F-XX-0001", HttpStatusCode.NotFound, "There is no such page")]
    [InlineData("/register/certificates/none", HttpStatusCode.NotFound, "There is no such page")]
    public async Task Page_OfWhatThereIsNot_SaysSo(string path, HttpStatusCode status, string words)
    {
        using var anybody = bench.Web.Browse();

        using var answer = await anybody.GetAsync(path, Cancel);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("en", "good", "The credential holds.")]
    [InlineData("ja", "good", "この証明は有効です。")]
    [InlineData("en", "bad", "The credential does not hold.", "It was altered, or is not signed by the club.")]
    [InlineData("ja", "bad", "この証明は有効ではありません。", "改変されたか、クラブの署名ではありません。")]
    public async Task Verify_ACredential_SaysWhetherItHoldsAndWhy(
        string language, string credential, params string[] words)
    {
        using var anybody = bench.Web.Browse(language);
        var page = await anybody.TextAsync("/register/verify", Cancel);

        using var answer = await anybody.PostAsync("/register/verify", Cancel,
            ["token", Browsing.TokenOf(page)], ["_handler", "credential"], ["Form.Credential", $" {credential}\r\n"]);
        var verdict = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(words, word => Assert.Contains(word, verdict));
        Assert.DoesNotContain("<script>", verdict);
    }
}
