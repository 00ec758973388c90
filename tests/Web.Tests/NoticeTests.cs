using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Tests;

/// <summary>Notices inside: written by one, published by another, never changed.</summary>
public sealed class NoticeTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Waiting = $"/notices/changes/{StubMembership.WaitingNotice}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/notices", "en", "Notices: 60", "N-2026-0060", "障害60", "Office hours &lt;script")]
    [InlineData("/notices", "ja", "告示：60件", "公表待ちの告示", "執務時間")]
    [InlineData("/notices/N-2026-0003", "en", "It was corrected by", "N-2026-0060", "Second &lt;b>",
        "Write a notice that corrects it")]
    [InlineData("/notices/new?corrects=N-2026-0003", "en", "value=\"N-2026-0003\"", "Another person publishes it.")]
    [InlineData(Waiting, "en", "You prepared it")]
    public async Task Page_ByAnOfficer_SaysWhatIsMadeKnown(string path, string language, params string[] words)
    {
        using var person = await SignInAsync("secretariat", language);
        var page = await person.TextAsync(path, Cancel);

        Assert.All(words, word => Assert.Contains(
            word, page.Replace("&gt;", ">")));
        Assert.DoesNotContain("<script>", page);
        Assert.DoesNotContain("value=\"publish\"", page);
    }

    [Fact]
    public async Task Today_NoticesSinceTheLastLook_AreListedUntilTheyAreSeen()
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/", Cancel);
        Assert.Contains("New since you last looked", page);
        Assert.Contains("/notices/N-2026-0060", page);
        Assert.DoesNotContain("/notices/N-2026-0054", page);

        using var tampered = await SeenAsync(person, page, "1e400");
        Assert.Contains("/notices/N-2026-0060", await person.TextAsync("/", Cancel));
        var until = Regex.Match(page, "name=\"until\" value=\"(\\d+)\"").Groups[1].Value;
        using var seen = await SeenAsync(person, page, until);

        Assert.Equal("/#since", $"{seen.Headers.Location}");
        page = await person.TextAsync("/", Cancel);
        Assert.Contains("There is no notice that you have not seen.", page);
        Assert.DoesNotContain("/notices/N-2026-0060", page);
    }

    [Fact]
    public async Task Write_Sent_WaitsForAnother()
    {
        using var person = await SignInAsync("secretariat");
        using var done = await WriteAsync(person, "Office hours");

        Assert.EndsWith(Waiting, $"{done.Headers.Location}");
        var asked = Assert.IsType<PrepareChangeRequest>(StubMembership.Changed).Change;
        Assert.Equal((NoticeKind.Deadline, "Office hours", "執務時間", "One.\nTwo.", "Calendar"),
            (asked.Notice.Kind, asked.Notice.TitleEn, asked.Notice.TitleJa, asked.Notice.TextEn, asked.Reason));
    }

    [Fact]
    public async Task Write_WithAFault_IsSaidBesideItsFieldAndLosesNothing()
    {
        using var person = await SignInAsync("secretariat");
        using var answer = await WriteAsync(person, "");
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<strong id=\"TitleEn-fault\" class=\"fault\">It is empty.</strong>", page);
        Assert.Contains("value=\"執務時間\"", page);
    }

    [Theory]
    [InlineData("true", "", "/notices/N-2026-0061", typeof(ApproveChangeRequest))]
    [InlineData("false", "It says nothing", "/notices", typeof(RejectChangeRequest))]
    public async Task Waiting_ByTheApprover_IsDecidedOnceAndLeadsOn(
        string publish, string reason, string leads, Type asked)
    {
        using var person = await SignInAsync("approver");
        var page = await person.TextAsync(Waiting, Cancel);
        using var done = await person.PostAsync(Waiting, Cancel,
            ["_handler", publish == "true" ? "publish" : "reject"], ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Publish", publish], ["Form.Reason", reason]);

        Assert.EndsWith(leads, $"{done.Headers.Location}");
        Assert.IsType(asked, StubMembership.Changed);
    }

    [Theory]
    [InlineData("/notices/N-2026-9999")]
    [InlineData("/notices/changes/0198f0e2-0000-7000-8000-00000000ffff")]
    public async Task Notice_None_IsSaidInWords(string path)
    {
        using var person = await SignInAsync("secretariat");
        using var answer = await person.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Csv_OfNotices_HasBothTitles()
    {
        using var person = await SignInAsync("approver");
        var table = await person.TextAsync("/notices/csv", Cancel);

        Assert.StartsWith("number,published_on,kind,title_en,title_ja,corrects\r\nN-2026-0060,2026-02-01,", table);
        Assert.Contains(",障害60,N-2026-0003\r\n", table);
    }

    private static Task<HttpResponseMessage> SeenAsync(Browsing person, string page, string until) =>
        person.PostAsync("/notices/seen", Cancel, ["token", Browsing.TokenOf(page)], ["until", until]);

    private static async Task<HttpResponseMessage> WriteAsync(Browsing person, string title)
    {
        var page = await person.TextAsync("/notices/new", Cancel);
        return await person.PostAsync("/notices/new", Cancel,
            ["_handler", "notice"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Kind", "Deadline"], ["Form.TitleEn", title], ["Form.TitleJa", "執務時間"],
            ["Form.TextEn", "One.\r\nTwo."], ["Form.TextJa", "休業します。"], ["Form.Reason", "Calendar"]);
    }

    private Task<Browsing> SignInAsync(string name, string language = "en") =>
        bench.Web.SignedInAsync(name, Cancel, language);
}
