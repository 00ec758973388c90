using System.Net;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Tests;

/// <summary>
/// People of administrations' own tenants: who of them comes in, to which pages, and what they do about their own.
/// </summary>
public sealed class AdministrationTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static readonly string Heard = $"/cases/{StubAdjustments.IdOf(1)}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("officer-de", "/cases")]
    [InlineData("lead-au", "/sandbox")]
    public async Task Person_OfARegisteredTenant_IsLedToTheirPageAndSeesNoOther(string name, string home)
    {
        using var person = await bench.Web.SignedInAsync(name, Cancel);
        using var first = await person.GetAsync("/", Cancel);
        var page = await person.TextAsync(home, Cancel);

        Assert.Equal(home, $"{first.Headers.Location}");
        Assert.Contains($"href=\"{home}\"", page);
        Assert.DoesNotContain("href=\"/suppliers\"", page);
        foreach (var path in new[] { "/suppliers", "/audit", "/filing", "/members", "/declarations/csv", "/notices" })
        {
            using var other = await person.GetAsync(path, Cancel);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, other.StatusCode));
        }
    }

    [Fact]
    public async Task Person_WithTheClubsRoleInAnotherTenant_DoesNotHaveIt()
    {
        using var person = await bench.Web.SignedInAsync("greedy-officer", Cancel);
        using var members = await person.GetAsync("/members", Cancel);
        var cases = await person.TextAsync("/cases", Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, members.StatusCode);
        Assert.DoesNotContain("href=\"/suppliers\"", cases);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Person_OfATenantThatIsNotRegistered_OrCannotBeAskedFor_IsNotLetIn(bool isDown)
    {
        await using var lonely = isDown
            ? await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9") : null;
        using var person = (lonely ?? bench.Web).Browse();
        using var led = await person.GetAsync("/cases", Cancel);
        var back = await person.SignInAsync(isDown ? "officer-de" : "officer-xx", led.Headers.Location!, Cancel);
        using var after = await person.GetAsync("/cases", Cancel);

        Assert.Equal("/problem/sign-in", back);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Officer_OfTheAdministration_OpensAHearing()
    {
        using var officer = await bench.Web.SignedInAsync("officer-de", Cancel);
        var offered = await officer.TextAsync(Heard, Cancel);
        Assert.Contains("?deed=OpenHearing", offered);
        Assert.DoesNotContain("?deed=Settle", offered);
        var page = await officer.TextAsync($"{Heard}?deed=OpenHearing", Cancel);
        Assert.Contains("The time bar waits for it.", page);

        using var done = await StepAsync(officer, page, "OpenHearing", ["Form.Deadline", "2026-12-31"]);

        Assert.EndsWith(Heard, $"{done.Headers.Location}");
        var asked = Assert.IsType<ReportAdjustmentRequest>(StubAdjustments.Done);
        Assert.Equal((StubAdjustments.IdOf(1), "2026-11-27", "2026-12-31"),
            (asked.Id, asked.Step.HearingOpened.Day, asked.Step.HearingOpened.Deadline));
        Assert.Equal(page.FieldOf("RequestId"), asked.RequestId);
    }

    [Fact]
    public async Task Officer_DropsWithoutAReason_IsToldBesideItsFieldAndKeepsTheForm()
    {
        using var officer = await bench.Web.SignedInAsync("officer-de", Cancel, "ja");
        var page = await officer.TextAsync($"{Heard}?deed=Drop", Cancel);

        using var answer = await StepAsync(officer, page, "Drop", ["Form.Reason", "Superseded"], ["Form.Text", ""]);
        var refused = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<strong id=\"Text-fault\" class=\"fault\">It is empty.</strong>", refused);
        Assert.Contains("<option value=\"Superseded\" selected", refused);
        Assert.Equal(page.FieldOf("RequestId"), refused.FieldOf("RequestId"));
    }

    [Fact]
    public async Task Step_SessionEnded_IsThereAgainAfterTheSignIn()
    {
        using var officer = bench.Web.Browse();
        using var sent = new HttpRequestMessage(HttpMethod.Post, Heard)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "step",
                ["Form.Deed"] = "Drop",
                ["Form.Text"] = "Replaced by another certificate",
            }),
        };
        sent.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var led = await officer.SendAsync(sent, Cancel);

        var back = await officer.SignInAsync("officer-de", led.Headers.Location!, Cancel);
        var page = await officer.TextAsync(back, Cancel);

        Assert.Contains("Replaced by another certificate", page);
        Assert.Contains("name=\"Form.Deed\" value=\"Drop\"", page);
    }

    [Theory]
    [InlineData("officer-de", 6, "settle")]
    [InlineData("secretariat", 1, "drop")]
    public async Task Case_OfAnother_NamesTheCommandAndHasNoForm(string name, int number, string command)
    {
        using var person = await bench.Web.SignedInAsync(name, Cancel);
        var page = await person.TextAsync($"/cases/{StubAdjustments.IdOf(number)}?deed=Drop", Cancel);

        Assert.Contains($"crmclub adjustment {command}", page);
        Assert.DoesNotContain("value=\"step\"", page);
    }

    [Fact]
    public async Task Sandbox_ByTheApplicantsPerson_SaysWhatIsMissingAndStartsAndDownloads()
    {
        using var person = await bench.Web.SignedInAsync("lead-au", Cancel);
        var page = await person.TextAsync("/sandbox", Cancel);
        Assert.Contains("is not ready: 1 of 2 cases are still to be shown.", page);
        Assert.Contains("Reserve has begun no run.", page);
        Assert.Contains("SubmitDeclaration → REPLAYED · same lrn", WebUtility.HtmlDecode(page));
        Assert.DoesNotContain("<script>", page);

        using var done = await person.PostAsync("/sandbox", Cancel, ["_handler", $"start-{StubConformance.Client}"],
            ["token", Browsing.TokenOf(page)], ["Form.Client", StubConformance.Client]);
        using var report = await person.GetAsync($"/sandbox/{StubConformance.Client}/report.jws", Cancel);
        using var foreign = await person.GetAsync("/sandbox/another/report.jws", Cancel);

        Assert.EndsWith("/sandbox", $"{done.Headers.Location}");
        Assert.Equal(StubConformance.Client, StubConformance.Started);
        Assert.Equal(("a.b.c", "application/jose", "attachment"),
            (await report.Content.ReadAsStringAsync(Cancel), report.Content.Headers.ContentType!.MediaType,
                report.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(StubServices.Keys,
            await person.TextAsync($"/sandbox/{StubConformance.Client}/report.jwks.json", Cancel));
        Assert.Contains("same-lrn,Send again,", await person.TextAsync("/sandbox/csv", Cancel));
    }

    private static Task<HttpResponseMessage> StepAsync(
        Browsing officer, string page, string deed, params string[][] more) => officer.PostAsync(Heard, Cancel,
        [
            ["_handler", "step"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Deed", deed], ["Form.Day", "2026-11-27"], .. more,
        ]);
}
