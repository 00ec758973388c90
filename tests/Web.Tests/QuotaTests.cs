using System.Net;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Quotas;

namespace CrmClub.Web.Tests;

/// <summary>Quotas by pages: how far each goes, in words, picture and table, and what an officer may do.</summary>
public sealed class QuotaTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Page_LinksEachWithWhatIsLeft()
    {
        var page = await ReadAsync("/quotas");

        Assert.Contains("href=\"/quotas/099020\"", page);
        Assert.Contains("aria-label=\"50 % used\"", page);
        Assert.Contains("<td>blocked</td>", page);
        Assert.Contains("<td>used up</td>", page);
    }

    [Theory]
    [InlineData("exhausted", "099021", "099020")]
    [InlineData("shut", "099020", "099021")]
    public async Task List_Filtered_ShowsThoseAlone(string only, string shown, string hidden)
    {
        var page = await ReadAsync($"/quotas?only={only}");

        Assert.Contains($"/quotas/{shown}", page);
        Assert.DoesNotContain($"/quotas/{hidden}", page);
        Assert.Contains($"<option value=\"{only}\" selected", page);
    }

    [Fact]
    public async Task Quota_Page_SaysHowLongItLastsInWordsPictureAndTable()
    {
        var page = await ReadAsync("/quotas/099020");

        // 600 kg of 149 days: as many days again.
        const string Finding = "Quota 099020: 50 % used; as it goes it lasts to about 2027-04-24";
        Assert.Contains($"aria-label=\"{Finding}\"", page);
        Assert.Contains($"<p>{Finding}</p>", page);
        Assert.Contains("class=\"pace\"", page);
        Assert.Contains("Requests: 2, for 1,600 kg Dy2O3", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Suspend_FromItsLink_SaysWhatItMeansBeforeAndIsDoneOnceForItsId()
    {
        using var person = await SignInAsync("secretariat");
        var first = await person.TextAsync("/quotas/099020", Cancel);
        Assert.Contains("href=\"/quotas/099020?deed=Suspended#state\"", first);
        Assert.DoesNotContain("value=\"Suspended\"", first);
        var page = await person.TextAsync("/quotas/099020?deed=Suspended", Cancel);
        Assert.Contains("New declarations that ask for it are refused", page);

        using var refused = await PostAsync(person, page, "");
        var again = await refused.Content.ReadAsStringAsync(Cancel);
        using var done = await PostAsync(person, page, "A corrected volume");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("<strong id=\"Reason-fault\" class=\"fault\">A reason is needed.</strong>", again);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.EndsWith("/quotas/099020", $"{done.Headers.Location}");
        Assert.Equal((QuotaState.Suspended, page.FieldOf("RequestId")),
            (StubQuotas.Changed.State, StubQuotas.Changed.RequestId));
    }

    [Fact]
    public async Task Quota_ByTheApprover_SaysWhoMayChangeIt()
    {
        using var person = await SignInAsync("approver");
        var page = await person.TextAsync("/quotas/099020?deed=Suspended", Cancel);

        Assert.Contains("It takes an officer of the secretariat.", page);
        Assert.DoesNotContain("Form.State", page);
    }

    [Theory]
    [InlineData("0", "2026-07-10", "2026-07-10")]
    [InlineData("1200", "", null)]
    [InlineData("900", "2026-09-28", null)]     // Three parts more of 90 days: on its end.
    [InlineData("899", "2026-09-28", "2027-06-23")]
    public void LastsTo_ByThePaceSoFar_IsADayBeforeTheEndOrNone(string balance, string until, string? expected)
    {
        var quota = new QuotaDefinition
        {
            Periods = { new QuotaPeriod { OpenFrom = "2026-07-01", OpenTo = "2027-06-24", Volume = "1200" } },
        };
        var account = new QuotaAccount
        {
            OpenFrom = "2026-07-01",
            Volume = "1200",
            Balance = balance,
            AllocatedUntil = until,
        };

        Assert.Equal(expected, new QuotaCourse(quota, account, []).LastsTo?.ToString("yyyy-MM-dd"));
    }

    private Task<Browsing> SignInAsync(string name) => bench.Web.SignedInAsync(name, Cancel);

    private async Task<string> ReadAsync(string path)
    {
        using var person = await SignInAsync("secretariat");
        return await person.TextAsync(path, Cancel);
    }

    private static Task<HttpResponseMessage> PostAsync(Browsing person, string page, string reason) =>
        person.PostAsync("/quotas/099020?deed=Suspended", Cancel,
            ["_handler", "state"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.State", page.FieldOf("State")], ["Form.Reason", reason]);
}
