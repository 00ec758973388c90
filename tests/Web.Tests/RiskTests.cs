using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Risk;

namespace CrmClub.Web.Tests;

/// <summary>Risk profiles: what they find, and how they change between two people.</summary>
public sealed class RiskTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/risk", "secretariat", "en", "Declarations: 100. Controlled with a result: 9.",
        "<td class=\"num\">57</td>",
        "<td class=\"num\">33.3</td>")]
    [InlineData("/risk?administration=FR", "auditor", "en", "Declarations: 30.", "<td class=\"num\">17</td>")]
    [InlineData("/risk", "approver", "ja", "申告：100件。", "価格", "空振り")]
    [InlineData("/risk?from=never", "secretariat", "en", "1 rule is broken.")]
    [InlineData("/risk/T1", "auditor", "en", "It hits 12 of 120 items", "≥ 100",
        "<th scope=\"row\">30–39</th><td class=\"num\">20")]
    [InlineData("/risk/T1", "secretariat", "en", "Try on past days")]
    [InlineData("/risk/U1", "approver", "en", "It waits to be tried")]
    [InlineData("/risk/R2/edit", "approver", "en", "It takes an officer")]
    public async Task Page_ByWhoMaySeeIt_SaysWhatProfilesFind(
        string path, string name, string language, params string[] words)
    {
        using var person = await SignInAsync(name, language);
        var page = await person.TextAsync(path, Cancel);

        Assert.All(words, word => Assert.Contains(word, page));
        Assert.DoesNotContain("<script>", page);
    }

    [Theory]
    [InlineData("/risk/T1", "secretariat", "It takes an approver")]
    [InlineData("/risk/U1", "approver", "It waits to be tried")]
    [InlineData("/risk/T1", "auditor", "It takes an approver")]
    public async Task Approval_ByWhoMayNot_IsNotOffered(string path, string name, string words)
    {
        using var person = await SignInAsync(name);
        var page = await person.TextAsync(path, Cancel);

        Assert.Contains(words, page);
        Assert.DoesNotContain("value=\"Approve\"", page);
    }

    [Theory]
    [InlineData("approver", "/risk/T1", "Approve", typeof(ApproveRiskProfileRequest))]
    [InlineData("secretariat", "/risk/U1", "Try", typeof(TryRiskProfileRequest))]
    [InlineData("secretariat", "/risk/R2", "End", typeof(EndRiskProfileRequest))]
    public async Task Step_ByWhoMay_IsTakenOnceAndLeadsBack(string name, string path, string deed, Type asked)
    {
        using var person = await SignInAsync(name);
        var page = await person.TextAsync(path, Cancel);
        Assert.Contains($"name=\"Form.Deed\" value=\"{deed}\"", page);

        using var done = await person.PostAsync(path, Cancel,
            ["_handler", deed.ToLowerInvariant()], ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Deed", deed], ["Form.ContentHash", "abcd"], ["Form.From", "2026-10-01"], ["Form.To", "2026-11-01"]);

        Assert.EndsWith(path, $"{done.Headers.Location}");
        Assert.IsType(asked, StubControls.Done);
    }

    [Fact]
    public async Task Propose_NextVersion_SendsWhatWasWritten()
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/risk/R2/edit", Cancel);
        Assert.Equal(("70", "130", "30"), (ValueOf(page, "Value1"), ValueOf(page, "Value2"), ValueOf(page, "Points")));

        using var done = await ProposeAsync(
            person, "/risk/R2/edit", page, "Price", ["Form.Value1", "60"], ["Form.Points", "35"]);

        Assert.EndsWith("/risk/U1", $"{done.Headers.Location}");
        var draft = Assert.IsType<ProposeRiskProfileRequest>(StubControls.Done).Draft;
        Assert.Equal(("R2", 60, 0, 35),
            (draft.Id, draft.Rule.Price.BelowPercent, draft.Rule.Price.AbovePercent, draft.Points));
    }

    [Theory]
    [InlineData("101", "Points", "It is out of its range.")]
    [InlineData("many", "Points", "It is no whole number.")]
    public async Task Propose_WithAFault_IsSaidBesideItsFieldAndLosesNothing(string points, string field, string words)
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/risk/new?kind=Goods", Cancel);

        using var answer = await ProposeAsync(person, "/risk/new", page, "Goods",
            ["Form.Id", "X1"], ["Form.Value1", "2846 2805"], ["Form.Points", points]);
        var refused = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"<strong id=\"{field}-fault\" class=\"fault\">{words}</strong>", refused);
        Assert.Equal(("2846 2805", points), (ValueOf(refused, "Value1"), ValueOf(refused, "Points")));
    }

    [Fact]
    public void Rules_ReadAndWritten_AreTheSame()
    {
        RiskRule[] rules =
        [
            new() { MassBalance = new() { FromPercent = 90, ToPercent = 100, Above = true } },
            new() { Route = new() { UsualCountries = { "BE", "NL" } } }, new() { RelatedParties = new() },
            new() { Goods = new() { GoodsCodes = { "2846" }, Origins = { "MY" } } },
        ];
        Assert.All(rules, rule => Assert.Equal(rule, RiskRules.Read(rule.KindCase,
            [.. RiskRules.FieldsOf(rule.KindCase).Select(field => RiskRules.ValueOf(rule, field))])));
    }

    [Fact]
    public async Task Csv_OfAnAdministration_HasItsHits()
    {
        using var person = await SignInAsync("auditor");
        var table = await person.TextAsync("/risk/csv?administration=DE", Cancel);

        Assert.Equal("administration,month,profile,hits,confirmed,unconfirmed\r\nDE,2026-11,R2,40,3,6\r\n", table);
    }

    [Fact]
    public async Task Profile_None_IsSaidInWords()
    {
        using var person = await SignInAsync("auditor");
        using var answer = await person.GetAsync("/risk/none", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> ProposeAsync(
        Browsing person, string path, string page, string kind, params string[][] fields) => person.PostAsync(
        path, Cancel, [
            ["_handler", "profile"], ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", page.FieldOf("RequestId")], ["Form.Kind", kind], ["Form.TitleEn", "Low prices"],
            .. fields,
        ]);

    private Task<Browsing> SignInAsync(string name, string language = "en") =>
        bench.Web.SignedInAsync(name, Cancel, language);

    private static string ValueOf(string page, string id) =>
        Regex.Match(page, $"<input id=\"{id}\" name=\"Form.{id}\" value=\"([^\"]*)\"").Groups[1].Value;
}
