using System.Net;

namespace CrmClub.Web.Tests;

/// <summary>A duty tried out, a goods code and the members, by pages.</summary>
public sealed class DutyTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duty_Tried_ShowsDerivationAndTheSameForTheCommandLine()
    {
        var (status, page) = await CalculateAsync("2846 90.20");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("8,509.92 EUR", page);
        Assert.Contains("42549.60 EUR × 20 % = 8509.92 EUR", page);
        Assert.Contains("crmclub duty --administration DE --on 2027-03-08 --goods 28469020 --origin CN", page);
        var asked = StubServices.Asked.Item;
        Assert.Equal(("28469020", "CN", "42549.60", "254"),
            (asked.GoodsCode, asked.Origin, asked.CustomsValue.Amount, asked.NetMassKg));
    }

    [Fact]
    public async Task Duty_WithAFault_NamesItAtItsFieldAndKeepsWhatWasWritten()
    {
        var (status, page) = await CalculateAsync("99");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("<strong id=\"GoodsCode-fault\" class=\"fault\">There is no such code.</strong>", page);
        Assert.Contains("name=\"Form.Value\" value=\"42549.60\"", page);
    }

    [Fact]
    public async Task Code_Page_GroupsMeasuresAndLeadsToADuty()
    {
        var (status, page) = await ReadAsync("/tariff/28469020?day=2026-03-01");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Third-country duty", page);
        Assert.Contains("the line marks 2026-03-01", page);
        Assert.Contains("href=\"/duty?code=28469020\"", page);
    }

    [Theory]
    [InlineData("/tariff/99999999", HttpStatusCode.NotFound)]
    [InlineData("/members/ZZ", HttpStatusCode.NotFound)]
    [InlineData("/tariff", HttpStatusCode.OK)]
    public async Task Page_Asked_AnswersWithItsStatus(string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await ReadAsync(path)).Status);

    [Theory]
    [InlineData("en", "Japan", "from 75 % on 2027-07-01 to 0 % on 2030-07-01")]
    [InlineData("ja", "日本", "2027-07-01時点の75 %から2030-07-01時点の0 %まで")]
    public async Task Party_Page_ShowsHowItsDutyFalls(string language, string name, string finding)
    {
        var (_, members) = await ReadAsync("/members?day=2028-07-01", language);
        var (_, page) = await ReadAsync("/members/JP?day=2028-07-01", language);

        Assert.Contains("href=\"/members/JP?day=2028-07-01\"", members);
        Assert.Contains("<td class=\"num\">50</td>", members);
        Assert.Contains($"<h1>{name}</h1>", page);
        Assert.Contains(finding, page);
    }

    private async Task<(HttpStatusCode Status, string Page)> CalculateAsync(string code)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        var form = await person.TextAsync("/duty?code=28469020", Cancel);
        Assert.Contains("name=\"Form.GoodsCode\" value=\"28469020\"", form);
        using var answer = await person.PostAsync("/duty", Cancel,
            ["_handler", "consignment"], ["token", Browsing.TokenOf(form)], ["Form.GoodsCode", code],
            ["Form.Origin", "cn"], ["Form.Value", "42549.60"], ["Form.Currency", "EUR"], ["Form.NetMass", "254"],
            ["Form.Administration", "DE"], ["Form.Day", "2027-03-08"]);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<(HttpStatusCode Status, string Page)> ReadAsync(string path, string language = "en")
    {
        using var person = bench.Web.Browse(language);
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync(path, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
