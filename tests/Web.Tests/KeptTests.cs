using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CrmClub.Web.Tests;

/// <summary>What is typed stays: when its session had ended, when the service is down, when it was altered on its way.
/// </summary>
public sealed class KeptTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Typed = "Too dear \u202e中国😀";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each form inside, with a field in which people write and one that says what is asked for.</summary>
    public static TheoryData<string, string, string, string> Forms => new()
    {
        { "/duty", "consignment", "Form.Value", "Form.Level=A" },
        { "/proposals/1", "deed", "Form.Text", "Form.Deed=Reject" },
        { "/proposals/1", "simulate", "Form.FromDay", "Form.KnownRevision=3" },
        { "/proposals/1/edit", "draft", "Form.Title", "Form.Do=Save" },
        { "/quotas/099020", "state", "Form.Reason", "Form.State=Suspended" },
        { $"/certificates/{StubSuppliers.Ends}", "change", "Form.Reason", "Form.Deed=Revoke" },
        { $"/facilities/{StubRegister.Facility}", "issue", "Form.Reason", "Form.Assessment=A-2026-0001" },
        { "/members/NZ", "step", "Form.Evidence", "Form.Deed=Evidence" },
        { "/members/new", "apply", "Form.NameEn", "Form.Code=NZ" },
        { "/notices/new", "notice", "Form.TitleEn", "Form.Kind=Outage" },
        { $"/members/changes/{StubMembership.OfAnother}", "judge", "Form.Reason", "Form.Do=Reject" },
    };

    [Theory]
    [InlineData("/risk/R2/edit", "profile", "Form.TitleEn", "Form.Points=20")]
    [MemberData(nameof(Forms))]
    public async Task Form_SessionEnded_IsThereAgainAfterSignIn(string path, string form, string field, string asked)
    {
        var name = form == "judge" ? "approver" : "secretariat";
        using var person = bench.Web.Browse();
        await person.SignInAsync(name, Cancel);
        var token = Browsing.TokenOf(await person.TextAsync(path, Cancel));
        using var left = await person.PostAsync("/sign-out", Cancel, ["token", token]);
        using var sent = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(Fields(form, token, field, asked)),
        };
        sent.Headers.Add("Sec-Fetch-Site", "same-origin");
        // As the gateway sends it on.
        sent.Headers.TransferEncodingChunked = true;

        using var led = await person.SendAsync(sent, Cancel);
        var back = await person.SignInAsync(name, led.Headers.Location!, Cancel);
        var page = WebUtility.HtmlDecode(await person.TextAsync(back, Cancel));

        Assert.StartsWith($"{path}?kept=", back);
        Assert.Contains(Typed, page);
        Assert.Contains("Your session had ended", page);
        Assert.DoesNotContain("中国", Uri.UnescapeDataString(back));
    }

    [Fact]
    public async Task Forms_ServicesDown_KeepWhatWasTypedToBeSentAgain()
    {
        await using var lonely = await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9");
        using var officer = lonely.Browse();
        await officer.SignInAsync("secretariat", Cancel);
        using var approver = lonely.Browse();
        await approver.SignInAsync("approver", Cancel);

        foreach (var (path, form, field, asked) in Forms.Select(row => row.Data))
        {
            var person = form == "judge" ? approver : officer;
            var token = Browsing.TokenOf(await person.TextAsync("/duty", Cancel));
            using var answer = await person.PostAsync(
                path, Cancel, [.. Fields(form, token, field, asked).Select(one => new[] { one.Key, one.Value })]);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, answer.StatusCode));
            Assert.Contains("Nothing is lost.", page);
            Assert.Contains(Typed, page);
            Assert.Contains($"name=\"_handler\" value=\"{form}\"", page);
            // What was asked for goes along, so that the same is sent again.
            Assert.Contains(asked.Split('=')[0], page);
            Assert.Contains(asked.Split('=')[1], page);
        }
    }

    [Theory]
    [InlineData("/quotas/099020?deed=Suspended", "state", "Form.State", "Ruined")]
    [InlineData("/members/NZ?deed=Evidence", "step", "Form.Deed", "Expel")]
    [InlineData("/proposals/1", "deed", "Form.KnownRevision", "three")]
    [InlineData("/proposals/1", "deed", "Form.Deed", "Bury")]
    [InlineData($"/certificates/{StubSuppliers.Ends}?deed=Revoke", "change", "Form.Deed", "Forge")]
    public async Task Form_TamperedWith_IsToldByFieldRuleAndValueAndNothingIsDone(
        string path, string form, string field, string value)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        var token = Browsing.TokenOf(await person.TextAsync(path, Cancel));
        var id = $"{Guid.NewGuid():D}";

        using var answer = await person.PostAsync(path, Cancel, ["_handler", form], ["token", token],
            ["Form.RequestId", id], ["Form.Reason", Typed], ["Form.Text", Typed], ["Form.Evidence", Typed],
            [field, value]);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches($"<code>FORMAT</code> <span lang=\"en\">[^<]*'{value}'[^<]*'{field.Split('.')[1]}'", page);
        Assert.Contains(Typed, page);
        Assert.DoesNotContain(
            id, $"{StubProposals.Done} {StubQuotas.Changed} {StubSuppliers.Done} {StubMembership.Done}");
    }

    [Theory]
    [InlineData("/proposals/abc", HttpStatusCode.NotFound)]
    [InlineData("/proposals/99999999999999999999", HttpStatusCode.NotFound)]
    [InlineData("/certificates/changes/not-a-guid", HttpStatusCode.NotFound)]
    [InlineData("/members/%E2%80%AE%F0%9F%98%80", HttpStatusCode.NotFound)]
    [InlineData("/declarations/26DE0?revision=first", HttpStatusCode.NotFound)]
    [InlineData("/quotas/..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("/members?day=never&known=<script>", HttpStatusCode.OK)]
    [InlineData("/members/changes?state=<script>alert(1)</script>", HttpStatusCode.OK)]
    public async Task Address_TamperedWith_IsToldPlainlyAndLeaksNothing(string path, HttpStatusCode expected)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);

        using var answer = await person.GetAsync(path, Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("<h1", page);
        Assert.DoesNotContain("<script>", page);
        Assert.DoesNotContain("Exception", page);
        Assert.DoesNotContain("   at ", page);
    }

    /// <summary>The live part of a page is asked for by a script: nobody need be there.</summary>
    [Fact]
    public async Task Session_ThatIsPolledAlone_EndsAfterItsIdleTime()
    {
        await using var web = await RunningWeb.StartAsync(bench.Identity.Instance, bench.Services.Address);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        web.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme).TimeProvider = clock;
        using var polled = web.Browse();
        using var used = web.Browse();
        await polled.SignInAsync("secretariat", Cancel);
        await used.SignInAsync("secretariat", Cancel);

        for (var minutes = 5; minutes <= 15; minutes += 5)
        {
            clock.Advance(TimeSpan.FromMinutes(4.9));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(polled, Arrivals.LiveParts.Declarations));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(used, "/members"));
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(polled, Arrivals.LiveParts.Declarations));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(polled, "/members"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(used, "/members"));
    }

    private static async Task<HttpStatusCode> StatusAsync(Browsing person, string path)
    {
        using var answer = await person.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    private static Dictionary<string, string> Fields(string form, string token, string field, string asked) => new()
    {
        ["_handler"] = form,
        ["token"] = token,
        [field] = Typed,
        [asked.Split('=')[0]] = asked.Split('=')[1],
    };
}
