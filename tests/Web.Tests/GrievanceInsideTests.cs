using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Tests;

/// <summary>Grievances inside: who sees them, who handles them, and who reads what a complainant wrote.</summary>
public sealed class GrievanceInsideTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Acknowledged = "G-2026-0005";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("secretariat", "en", "Grievances without an answer: 2. Past their promised day: 1.", "late")]
    [InlineData("auditor", "ja", "未回答の苦情：2件。約束した日を過ぎたもの：1件。", "期限超過")]
    [InlineData("case-officer", "en", "G-2026-0002: ", "promised days have passed")]
    public async Task List_ByWhoMaySeeIt_HasTheOpenOnesFirst(string name, string language, params string[] words)
    {
        using var person = await SignInAsync(name, language);
        var page = await person.TextAsync("/grievances", Cancel);

        Assert.All(words, word => Assert.Contains(word, page));
        var order = Regex.Matches(page, "<code>(G-[0-9-]+)</code>").Select(match => match.Groups[1].Value);
        Assert.Equal(["G-2026-0002", "G-2026-0003", "G-2026-0001"], order);
    }

    [Fact]
    public async Task List_OfAState_IsAskedForAndIsItsCsv()
    {
        using var person = await SignInAsync("case-officer");
        var page = await person.TextAsync("/grievances?state=InExamination", Cancel);
        var table = await person.TextAsync("/grievances/csv?state=InExamination", Cancel);

        Assert.Contains("Grievances: 1.", page);
        Assert.Contains("href=\"/grievances/csv?state=InExamination\"", page);
        Assert.StartsWith("number,filed_on,due_on,age_days,late,state,", table);
        Assert.Contains("\r\nG-2026-0003,2099-10-01,2099-10-31,", table);
        Assert.DoesNotContain("G-2026-0002", table);
    }

    [Theory]
    [InlineData("secretariat")]
    [InlineData("auditor")]
    public async Task Grievance_ByWhoHandlesNone_ShowsStepsAndNoDeed(string name)
    {
        using var person = await SignInAsync(name);
        var page = await person.TextAsync($"/grievances/{Acknowledged}?deed=Answer", Cancel);

        Assert.Contains("escalated: no answer by the promised day", page);
        Assert.Contains("It takes a case officer", page);
        Assert.DoesNotContain("value=\"read\"", page);
        Assert.DoesNotContain("value=\"deed\"", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Submission_IsReadByAPressAlone_AndIsText()
    {
        using var officer = await SignInAsync("case-officer");
        var path = $"/grievances/{StubGrievances.Received}";
        var page = await officer.TextAsync(path, Cancel);
        Assert.DoesNotContain("A neighbour", page);

        using var answer = await officer.PostAsync(path, Cancel,
            ["_handler", "read"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")]);
        var read = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("A neighbour", read);
        Assert.Contains("Dust &lt;script", read);
        Assert.Contains("no-store", $"{answer.Headers.CacheControl}");
        var asked = Assert.IsType<ReadSubmissionRequest>(StubGrievances.Done);
        Assert.Equal((StubGrievances.Received, page.FieldOf("RequestId")), (asked.Number, asked.RequestId));
    }

    [Fact]
    public async Task Answer_FromItsLink_SaysWhatItMeansAndIsGivenInTheComplainantsLanguage()
    {
        using var officer = await SignInAsync("case-officer");
        var path = $"/grievances/{Acknowledged}?deed=Answer";
        var page = await officer.TextAsync(path, Cancel);
        Assert.Contains("The answer closes it, and can&#x27;t be changed.", page);
        Assert.Matches("<option value=\"ms\" lang=\"ms\" selected", page);

        using var done = await PostAsync(officer, path, page, "Answer", "Penapis debu akan diganti.",
            ["Form.Outcome", "PartlyUpheld"], ["Form.Language", "ms"]);

        Assert.EndsWith($"/grievances/{Acknowledged}", $"{done.Headers.Location}");
        var asked = Assert.IsType<AnswerGrievanceRequest>(StubGrievances.Done);
        Assert.Equal((GrievanceOutcome.PartlyUpheld, "Penapis debu akan diganti.", "ms"),
            (asked.Outcome, asked.Answer, asked.Language));
    }

    [Fact]
    public async Task Examine_WithItsBox_AsksForAnAssessment()
    {
        using var officer = await SignInAsync("case-officer");
        var path = $"/grievances/{Acknowledged}?deed=Examine";
        var page = await officer.TextAsync(path, Cancel);

        using var done = await PostAsync(
            officer, path, page, "Examine", "Dust filters", ["Form.RequestAssessment", "true"]);

        Assert.True(Assert.IsType<ExamineGrievanceRequest>(StubGrievances.Done).RequestAssessment);
    }

    [Fact]
    public async Task Acknowledge_Refused_SaysWhyBesideItsFieldAndKeepsTheForm()
    {
        using var officer = await SignInAsync("case-officer");
        var path = $"/grievances/{StubGrievances.Received}?deed=Acknowledge";
        var page = await officer.TextAsync(path, Cancel);

        using var answer = await PostAsync(officer, path, page, "Acknowledge", "");
        var refused = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<strong id=\"Text-fault\" class=\"fault\">It is empty.</strong>", refused);
        Assert.Equal(DeedIdOf(page), DeedIdOf(refused));
    }

    [Fact]
    public async Task Form_WhoseSessionHasEnded_IsThereAgainAfterTheSignIn()
    {
        using var officer = bench.Web.Browse();
        using var sent = new HttpRequestMessage(HttpMethod.Post, $"/grievances/{Acknowledged}")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "deed",
                ["Form.Deed"] = "Examine",
                ["Form.Text"] = "Dust filters of unit 3",
            }),
        };
        sent.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var led = await officer.SendAsync(sent, Cancel);

        var back = await officer.SignInAsync("case-officer", led.Headers.Location!, Cancel);
        var page = await officer.TextAsync(back, Cancel);

        Assert.Contains("Dust filters of unit 3", page);
        Assert.Contains("name=\"Form.Deed\" value=\"Examine\"", page);
    }

    [Theory]
    [InlineData("case-officer", "/")]
    [InlineData("case-officer", "/suppliers")]
    [InlineData("case-officer", "/declarations/csv")]
    public async Task Page_ForTheSecretariatAlone_IsNotShownAndSaysWhichAre(string name, string path)
    {
        using var person = await SignInAsync(name);
        using var answer = await person.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("href=\"/grievances\"", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("secretariat", "/grievances/none", HttpStatusCode.NotFound)]
    [InlineData("officer-de", "/grievances", HttpStatusCode.Redirect)]
    public async Task Grievance_NoneOrNobodys_IsNotShown(string name, string path, HttpStatusCode status)
    {
        using var person = name == "officer-de" ? bench.Web.Browse() : await SignInAsync(name);
        using var answer = await person.GetAsync(path, Cancel);

        Assert.Equal(status, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(
        Browsing officer, string path, string page, string deed, string text, params string[][] more) =>
        officer.PostAsync(path, Cancel, [
            ["_handler", "deed"], ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", DeedIdOf(page)],
            ["Form.Deed", deed], ["Form.Text", text], .. more,
        ]);

    private Task<Browsing> SignInAsync(string name, string language = "en") =>
        bench.Web.SignedInAsync(name, Cancel, language);

    // Of the second form: the first is for reading.
    private static string DeedIdOf(string page) => Regex.Match(
        page, "RequestId\" value=\"([^\"]*)\" />\\s*<input type=\"hidden\" name=\"Form.Deed\"").Groups[1].Value;
}
