using System.Net;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Tests;

/// <summary>Proposals are written on a page: faults stand beside their field, nothing typed is lost.</summary>
[Collection(nameof(StubProposals))]
public sealed class DraftTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_WithAFault_IsCheckedBesideItsFieldAndNotKept()
    {
        using var person = await SignInAsync("secretariat");

        using var answer = await PostAsync(person, "/proposals/new", "Check", "22 percents");
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(
            "<strong id=\"Additions[0].Expression-fault\" class=\"fault\">It is no expression.</strong>", page);
        Assert.Contains("value=\"22 percents\"", page);
        Assert.Contains("name=\"Form.Additions[1].GoodsCode\"", page);
        Assert.True(Assert.IsType<DraftProposalRequest>(StubProposals.Done).ValidateOnly);
    }

    [Fact]
    public async Task New_Saved_IsOneProposalWithWhatWasWrittenAndNoBlankRow()
    {
        using var person = await SignInAsync("secretariat");

        using var answer = await PostAsync(person, "/proposals/new", "Save", "22 %");

        Assert.EndsWith("/proposals/7", $"{answer.Headers.Location}");
        var asked = Assert.IsType<DraftProposalRequest>(StubProposals.Done);
        Assert.Equal(36, asked.RequestId.Length);
        var measure = Assert.Single(asked.Content.Additions);
        Assert.Equal((MeasureType.Base, "28469020", "ALL", "22 %"),
            (measure.Type, measure.GoodsCode, measure.Origin, measure.Expression));
        Assert.Equal(["CLUB", "JP"], measure.ExcludedOrigins);
        Assert.Equal(["M-1", "M-2"], asked.Content.Ends);
        Assert.Empty(asked.Content.Amendments);
    }

    [Fact]
    public async Task Revise_SavedFromThePage_KeepsWhatThePageHasNoFieldFor()
    {
        using var person = await SignInAsync("secretariat");

        using var answer = await PostAsync(
            person, "/proposals/1/edit", "Save", "22 %", ("Form.Amendments[0].Id", "M-1"),
            ("Form.Amendments[0].Place", "0"), ("Form.Amendments[0].GoodsCode", "284690"));

        Assert.EndsWith("/proposals/1", $"{answer.Headers.Location}");
        var asked = Assert.IsType<ReviseProposalRequest>(StubProposals.Done);
        Assert.Equal((3, 7), (asked.KnownRevision, asked.Content.BaseVersion));
        Assert.Equal(["F1"], Assert.Single(asked.Content.Amendments).Measure.Footnotes);
    }

    [Fact]
    public async Task Revise_AfterSomebodyElse_IsToldAndKeepsAllThatWasTyped()
    {
        using var person = await SignInAsync("secretariat");

        using var answer = await PostAsync(
            person, "/proposals/1/edit", "Save", "21 %", ("Form.KnownRevision", "2"));
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Somebody saved revision 3 meanwhile", page);
        Assert.Contains("value=\"21 %\"", page);
        Assert.Contains("name=\"Form.KnownRevision\" value=\"3\"", page);
    }

    [Fact]
    public async Task Draft_ServiceDown_KeepsAllThatWasTyped()
    {
        await using var lonely = await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9");
        using var person = lonely.Browse();
        await person.SignInAsync("secretariat", Cancel);

        using var answer = await PostAsync(person, "/proposals/new", "Save", "22 %");
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Nothing is lost.", page);
        Assert.Contains("value=\"22 %\"", page);
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("cross-site", false)]
    public async Task Draft_SessionEnded_IsThereAgainAfterSignIn(string site, bool expected)
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/proposals/new", Cancel);
        using var left = await person.PostAsync("/sign-out", Cancel, ["token", Browsing.TokenOf(page)]);
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/proposals/new")
        {
            Content = new FormUrlEncodedContent(FieldsOf(page, "Save", "22 %")),
        };
        sent.Headers.Add("Sec-Fetch-Site", site);

        using var led = await person.SendAsync(sent, Cancel);
        var back = await person.SignInAsync("secretariat", led.Headers.Location!, Cancel);
        page = await person.TextAsync(back, Cancel);

        Assert.StartsWith(expected ? "/proposals/new?kept=" : "/proposals/new", back);
        Assert.Equal(expected, page.Contains("value=\"22 %\""));
        Assert.Equal(expected, page.Contains("Your session had ended"));
    }

    [Fact]
    public async Task More_Rows_AreThereAndNothingIsSent()
    {
        using var person = await SignInAsync("secretariat");
        using var answer = await PostAsync(person, "/proposals/new", "More", "22 %");

        var page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("name=\"Form.Additions[1].GoodsCode\"", page);
        Assert.DoesNotContain("name=\"Form.Additions[2].GoodsCode\"", page);
    }

    [Fact]
    public async Task New_ByTheApprover_SaysWhoMayWrite()
    {
        using var person = await SignInAsync("approver");

        Assert.Contains("It takes an officer", await person.TextAsync("/proposals/new", Cancel));
    }

    private Task<Browsing> SignInAsync(string name) => bench.Web.SignedInAsync(name, Cancel);

    private static async Task<HttpResponseMessage> PostAsync(
        Browsing person, string path, string deed, string expression, params (string Name, string Value)[] more)
    {
        var fields = FieldsOf(await person.TextAsync(path, Cancel), deed, expression);
        foreach (var (name, value) in more)
            fields[name] = value;
        return await person.PostAsync(
            path, Cancel, [.. fields.Select(field => new[] { field.Key, field.Value })]);
    }

    private static Dictionary<string, string> FieldsOf(string page, string deed, string expression) =>
        new()
        {
            ["_handler"] = "draft",
            ["token"] = Browsing.TokenOf(page),
            ["Form.RequestId"] = page.FieldOf("RequestId"),
            ["Form.KnownRevision"] = page.FieldOf("KnownRevision"),
            ["Form.Do"] = deed,
            ["Form.Title"] = "A proposal",
            ["Form.Ends"] = "M-1\r\nM-2",
            ["Form.Additions[0].Type"] = "Base",
            ["Form.Additions[0].GoodsCode"] = "2846 90 20",
            ["Form.Additions[0].Origin"] = "all",
            ["Form.Additions[0].ExcludedOrigins"] = "club jp",
            ["Form.Additions[0].Expression"] = expression,
            ["Form.Additions[1].Type"] = "Base",
            ["Form.Amendments[0].Type"] = "Base",
        };
}
