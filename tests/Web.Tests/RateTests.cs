using System.Net;
using System.Text.RegularExpressions;

namespace CrmClub.Web.Tests;

/// <summary>Rates and prices by pages: gaps seen, tables pasted, corrections under four eyes.</summary>
public sealed class RateTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Yen = "series,base,quote,rate,valid_from,valid_to,source,demonstration\n"
        + "EU-MONTHLY,EUR,JPY,161,2026-12-01,2027-01-01,ECB 2026-11-18,false";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rates_Page_MarksGapsAndTellsOfTomorrow()
    {
        var page = await ReadAsync("/rates?day=2026-11-20");

        Assert.Contains("EU-MONTHLY EUR/USD: no figure from 2026-12-01 on", page);
        Assert.Contains("EU-MONTHLY EUR/USD: 1 gaps, the last from 2026-10-01 on", page);
        Assert.Equal(1, Regex.Count(page, "class=\"gap\""));
        Assert.Contains("series=EU-MONTHLY&amp;show=price.Dy.SeparatedCompound&amp;day=2026-11-20#shown\"", page);
        Assert.Contains("href=\"/rates/corrections/2\"", page);
        Assert.Contains("waits for a second person", page);
        Assert.Contains("<code title=\"oid-4\">oid-4</code>", page);
    }

    [Fact]
    public async Task Series_Shown_IsDrawnWithItsFiguresAndSources()
    {
        var page = await ReadAsync("/rates?day=2026-11-20&show=price.Dy.SeparatedCompound");

        Assert.Contains("<h2 id=\"shown\">Reference price of Dy</h2>", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.DoesNotContain("class=\"gap\"", page);
    }

    [Fact]
    public async Task Import_Pasted_IsRecordedOnceForItsId()
    {
        var (status, page) = await ImportAsync(Yen, "Record", "");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Recorded as set 5; new: 1, known already: 0", page);
        var rate = Assert.Single(StubRates.Recorded.Rates);
        Assert.Equal(("JPY", "161", false), (rate.Quote, rate.Rate, StubRates.Recorded.ValidateOnly));
        Assert.DoesNotContain("EUR,JPY,161", page);
    }

    [Fact]
    public async Task Import_OnlyLookedAt_StoresNothingAndKeepsTheTable()
    {
        var (_, page) = await ImportAsync(Yen, "Check", "");

        Assert.True(StubRates.Recorded.ValidateOnly);
        Assert.Contains("It would be recorded at once; new: 1", page);
        Assert.Contains("EUR,JPY,161", page);
    }

    [Fact]
    public async Task Import_ThatCorrects_AsksForAReasonAndThenWaits()
    {
        var dollar = Yen.Replace("JPY", "USD");
        var (status, page) = await ImportAsync(dollar, "Record", "");
        var (_, again) = await ImportAsync(dollar, "Record", "The ECB has revised it");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("id=\"Reason-fault\" class=\"fault\">1 of the figures take the place of others.<", page);
        Assert.Contains("href=\"/rates/corrections/3\"", again);
    }

    [Fact]
    public async Task Import_WithFaults_NamesLineAndColumnAndKeepsTheTable()
    {
        var (status, page) = await ImportAsync(Yen.Replace(",161,", ",x,"), "Record", "");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("line 2, column rate", page);
        Assert.Contains("EUR,JPY,x", page);
    }

    [Fact]
    public async Task Import_SessionEnded_IsThereAgainAfterSignIn()
    {
        using var person = await SignInAsync("secretariat");
        var token = Browsing.TokenOf(await person.TextAsync("/rates/import", Cancel));
        using var left = await person.PostAsync("/sign-out", Cancel, ["token", token]);
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/rates/import")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "import",
                ["token"] = token,
                ["Form.Table"] = Yen,
            }),
        };
        sent.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var led = await person.SendAsync(sent, Cancel);
        var back = await person.SignInAsync("secretariat", led.Headers.Location!, Cancel);

        Assert.Contains("EUR,JPY,161", await person.TextAsync(back, Cancel));
    }

    [Fact]
    public async Task Import_ByTheApprover_SaysWhoMay()
    {
        using var person = await SignInAsync("approver");

        Assert.Contains("It takes an officer of the secretariat.", await person.TextAsync("/rates/import", Cancel));
    }

    [Theory]
    [InlineData("Approve", "", "approved 2")]
    [InlineData("Reject", "Not the ECB's", "rejected 2: Not the ECB's")]
    public async Task Correction_JudgedByAnother_IsDone(string deed, string reason, string done)
    {
        using var person = await SignInAsync("approver");
        var page = await person.TextAsync("/rates/corrections/2", Cancel);
        Assert.Contains("declarations of their days are decided anew", page);

        using var answer = await JudgeAsync(person, page, deed, reason);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(done, StubRates.Judged);
    }

    [Fact]
    public async Task Correction_RejectedWithoutAReason_SaysSoAtTheField()
    {
        using var person = await SignInAsync("approver");
        var page = await person.TextAsync("/rates/corrections/2", Cancel);

        using var answer = await JudgeAsync(person, page, "Reject", "");

        Assert.Contains("<strong id=\"Reason-fault\" class=\"fault\">A reason is needed.</strong>",
            await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("secretariat", "2", "It takes an approver of the secretariat.")]
    [InlineData("approver", "1", "recorded")]
    public async Task Correction_ByWhoMayNotOrJudged_HasNoForm(string name, string number, string text)
    {
        using var person = await SignInAsync(name);
        var page = await person.TextAsync($"/rates/corrections/{number}", Cancel);

        Assert.Contains(text, page);
        Assert.DoesNotContain("Form.Deed", page);
    }

    private static Task<HttpResponseMessage> JudgeAsync(Browsing person, string page, string deed, string reason) =>
        person.PostAsync("/rates/corrections/2", Cancel, ["_handler", "judge"], ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", $"{Guid.NewGuid()}"], ["Form.Deed", deed], ["Form.Reason", reason]);

    private async Task<(HttpStatusCode Status, string Page)> ImportAsync(string table, string deed, string reason)
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/rates/import", Cancel);
        using var answer = await person.PostAsync("/rates/import", Cancel,
            ["_handler", "import"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", $"{Guid.NewGuid()}"],
            ["Form.Table", table], ["Form.Deed", deed], ["Form.Reason", reason], ["Form.From", ""]);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private Task<Browsing> SignInAsync(string name) => bench.Web.SignedInAsync(name, Cancel);

    private async Task<string> ReadAsync(string path)
    {
        using var person = await SignInAsync("secretariat");
        return await person.TextAsync(path, Cancel);
    }
}
