using System.Net;

namespace CrmClub.Web.Tests;

/// <summary>Grievances by a page: without an account, with our form alone, in two languages.</summary>
public sealed class GrievanceTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string File = "/register/grievances";
    private const string Status = "/register/grievances/status";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "File a grievance", "Your grievance is received. It will be answered by 2027-10-20.")]
    [InlineData("ja", "苦情の申立て", "2027-10-20までに回答します。")]
    public async Task File_ByAnybody_ShowsTheReceiptOnce(string language, string title, string words)
    {
        using var anybody = bench.Web.Browse(language);
        var page = await anybody.TextAsync(File + "?facility=F-MY-0001", Cancel);
        Assert.Contains($"<h1>{title}</h1>", page);
        Assert.Contains("value=\"F-MY-0001\"", page);
        Assert.Contains("lang=\"ms\">Melayu</option>", page);

        using var answer = await PostAsync(anybody, File, page, ["Form.Text", "Debu\r\n<b>"], ["Form.Name", "Aminah"],
            ["Form.Facility", " F-MY-0001 "], ["Form.Language", "ms"], ["Form.RequestId", RequestIdOf(page)]);
        var filed = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(words, filed);
        Assert.Contains(StubGrievances.Secret, filed);
        Assert.DoesNotContain("Aminah", filed);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Null(StubGrievances.Token);
        Assert.Equal(
            ("ms", "F-MY-0001", "Aminah", RequestIdOf(page)),
            (StubGrievances.Filed.Language, StubGrievances.Filed.Facility, StubGrievances.Filed.Name,
                StubGrievances.Filed.RequestId));
    }

    [Theory]
    [InlineData("en", "It has a character that no text may have.", "There is no such facility in the register.")]
    [InlineData("ja", "使用できない文字が含まれています。", "この施設は登録されていません。")]
    public async Task File_WithFaults_NamesEachAtItsFieldAndKeepsWhatWasWritten(
        string language, params string[] faults)
    {
        using var anybody = bench.Web.Browse(language);
        var page = await anybody.TextAsync(File, Cancel);

        using var answer = await PostAsync(anybody, File, page, ["Form.Text", "a\u001bb"], ["Form.Language", "ja"],
            ["Form.Facility", "\"><script>alert(1)</script>"], ["Form.RequestId", RequestIdOf(page)]);
        var again = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.All(faults, fault => Assert.Contains(fault, again));
        Assert.Contains("aria-describedby=\"Text-hint Text-fault\" aria-invalid=\"true\"", again);
        Assert.Contains("alert(1)", again);
        Assert.DoesNotContain("<script>", again);
        Assert.Equal(RequestIdOf(page), RequestIdOf(again));
    }

    [Fact]
    public async Task Status_ByReceiptAndSecret_ShowsTheAnswerAsText()
    {
        using var anybody = bench.Web.Browse();
        var page = await anybody.TextAsync(Status, Cancel);

        using var right = await PostAsync(
            anybody, Status, page, ["Form.Receipt", "G-2027-0001"], ["Form.Secret", StubGrievances.Secret]);
        using var wrong = await PostAsync(
            anybody, Status, page, ["Form.Receipt", "G-2027-0001"], ["Form.Secret", "0"]);
        var found = await right.Content.ReadAsStringAsync(Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (right.StatusCode, wrong.StatusCode));
        Assert.Contains("Answer: upheld", found);
        Assert.Contains("lang=\"ms\"", found);
        Assert.Contains("alert(1)", found);
        Assert.DoesNotContain("<script>", found);
        Assert.DoesNotContain(StubGrievances.Secret, found);
        Assert.Contains(
            "No grievance has this receipt and this secret.", await wrong.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task File_WithANul_IsRefusedBeforeAnybodyReadsIt()
    {
        using var anybody = bench.Web.Browse();
        var page = await anybody.TextAsync(File, Cancel);

        using var answer = await PostAsync(anybody, File, page, ["Form.Text", "With a \0"]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEqual("With a \0", StubGrievances.Filed.Text);
    }

    [Theory]
    [InlineData(File, "grievance")]
    [InlineData(Status, "receipt")]
    public async Task Post_WithoutTheFormsToken_IsRefused(string path, string form)
    {
        using var anybody = bench.Web.Browse();
        await anybody.TextAsync(path, Cancel);

        using var answer = await anybody.PostAsync(
            path, Cancel, ["_handler", form], ["Form.Text", "Without a token"]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEqual("Without a token", StubGrievances.Filed.Text);
    }

    [Fact]
    public async Task EveryPage_SuppliersDown_SaysSoInWords()
    {
        await using var lonely = await RunningWeb.StartAsync(bench.Identity.Instance, "http://127.0.0.1:9");
        using var anybody = lonely.Browse();
        var page = await anybody.TextAsync(File, Cancel);

        using var answer = await PostAsync(anybody, File, page, ["Form.Text", "Debu"]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Nothing is lost.", await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static Task<HttpResponseMessage> PostAsync(
        Browsing anybody, string path, string page, params string[][] fields) => anybody.PostAsync(
        path, Cancel, [["token", Browsing.TokenOf(page)], ["_handler", HandlerOf(page)], .. fields]);

    private static string HandlerOf(string page) => Value(page, "_handler");

    private static string RequestIdOf(string page) => Value(page, "Form.RequestId");

    private static string Value(string page, string name)
    {
        var from = page.IndexOf($"name=\"{name}\" value=\"", StringComparison.Ordinal) + name.Length + 15;
        return page[from..page.IndexOf('"', from)];
    }
}
