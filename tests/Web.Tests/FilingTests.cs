using System.Net;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Tests;

/// <summary>What suppliers and assessors file by pages: their own alone, with errors beside the fields.</summary>
public sealed class FilingTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Record = $"/filing/assessments/{StubAssessments.Open}/next";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("supplier", "en", "Things to file or to do: 3. Past their last day: 1.", "Own facilities", "Apply")]
    [InlineData("supplier", "ja", "提出または実施すべきもの：3件。期限を過ぎたもの：1件。", "自社の施設")]
    [InlineData("assessor", "en", "Things to file or to do: 5. Past their last day: 1.", "Record an assessment")]
    public async Task Page_ByWhoFiles_HasTheirOwnAndWhatIsDueFirst(string name, string language, params string[] words)
    {
        using var person = await bench.Web.SignedInAsync(name, Cancel, language);
        var page = await person.TextAsync("/filing", Cancel);
        var table = await person.TextAsync("/filing/csv", Cancel);

        Assert.All(words, word => Assert.Contains(word, page));
        Assert.True(StubSuppliers.WasOwn && StubAssessments.WasOwn);
        Assert.DoesNotContain("<script>", page);
        Assert.StartsWith("day,kind,facility,subject,text,late", table);
        Assert.Contains("2026-03-02,Correct,", table);
        Assert.Contains("E1: New basin,True", table);
    }

    [Theory]
    [InlineData("supplier")]
    [InlineData("assessor")]
    public async Task FirstPage_ByWhoFiles_LeadsToTheirs(string name)
    {
        using var person = await bench.Web.SignedInAsync(name, Cancel);
        using var first = await person.GetAsync("/", Cancel);
        using var other = await person.GetAsync("/suppliers", Cancel);

        Assert.Equal("/filing", $"{first.Headers.Location}");
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Theory]
    [InlineData("secretariat")]
    [InlineData("auditor")]
    public async Task Page_ByWhoFilesNothing_IsNotShown(string name)
    {
        using var person = await bench.Web.SignedInAsync(name, Cancel);
        using var answer = await person.GetAsync("/filing", Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Application_OfTheOnlyFacility_IsFiledWithWhatWasMarked()
    {
        using var supplier = await bench.Web.SignedInAsync("supplier", Cancel);
        var page = await supplier.TextAsync("/filing/applications/new", Cancel);

        using var refused = await FileAsync(supplier, page);
        var again = await refused.Content.ReadAsStringAsync(Cancel);
        using var filed = await FileAsync(supplier, again, ["Form.Scopes[1].Covered", "true"]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("<strong class=\"fault\">It has to cover something.</strong>", again);
        Assert.Contains("All inputs are known", again);
        Assert.EndsWith($"/filing/applications/{StubAssessments.Assigned}", $"{filed.Headers.Location}");
        var asked = Assert.IsType<FileApplicationRequest>(StubAssessments.Done);
        Assert.Equal((StubRegister.Facility, "Tb", Stage.SeparatedCompound),
            (asked.Application.Facility, Assert.Single(asked.Application.Scopes).Material,
                asked.Application.Scopes[0].Stage));
        Assert.Equal(page.FieldOf("RequestId"), asked.RequestId);
    }

    [Fact]
    public async Task Application_WithdrawnByItsSupplier_AssessedByItsAssessor()
    {
        using var supplier = await bench.Web.SignedInAsync("supplier", Cancel);
        var path = $"/filing/applications/{StubAssessments.Assigned}";
        var page = await supplier.TextAsync(path, Cancel);
        Assert.Contains("&lt;script", page);
        Assert.DoesNotContain("/filing/assessments/new", page);

        using var done = await supplier.PostAsync(path, Cancel, ["_handler", "withdraw"],
            ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Reason", "The plant is sold"]);

        Assert.EndsWith(path, $"{done.Headers.Location}");
        Assert.Equal("The plant is sold", Assert.IsType<WithdrawApplicationRequest>(StubAssessments.Done).Reason);
        using var assessor = await bench.Web.SignedInAsync("assessor", Cancel);
        var theirs = await assessor.TextAsync(path, Cancel);
        Assert.Contains($"/filing/assessments/new?application={StubAssessments.Assigned}", theirs);
        Assert.DoesNotContain("value=\"withdraw\"", theirs);
    }

    [Fact]
    public async Task Assessment_OfAnApplication_IsRecordedWithWhatWasFoundAlone()
    {
        using var assessor = await bench.Web.SignedInAsync("assessor", Cancel);
        var path = $"/filing/assessments/new?application={StubAssessments.Assigned}";
        var page = await assessor.TextAsync(path, Cancel);
        Assert.Contains("A major non-conformity here blocks every level", page);

        using var done = await RecordAsync(assessor, path, page, "",
            ["Form.Findings[0].Criterion", "E1"], ["Form.Findings[0].Result", ""],
            ["Form.Findings[1].Criterion", "E2"], ["Form.Findings[1].Result", "Conforms"],
            ["Form.Findings[1].Recognised", "IRMA"], ["Form.Findings[1].Sha256", new string('C', 64)],
            ["Form.Findings[1].Reference", "vault/9"]);

        Assert.EndsWith($"/filing/assessments/{StubAssessments.Open}", $"{done.Headers.Location}");
        var asked = Assert.IsType<RecordAssessmentRequest>(StubAssessments.Done).Assessment;
        Assert.Equal(("", StubAssessments.Assigned, AssessmentPurpose.Certification, StubRegister.Facility),
            (asked.Number, asked.Application, asked.Purpose, asked.Facility));
        var finding = Assert.Single(asked.Findings);
        Assert.Equal(("E2", FindingResult.Conforms, "IRMA", new string('c', 64)),
            (finding.Criterion, finding.Result, finding.Recognised, finding.Evidence.Single().Sha256));
        Assert.Null(finding.Action);
    }

    [Fact]
    public async Task CorrectiveAction_ClosedByTheNextVersion_KeepsWhatThePageDoesNotShow()
    {
        using var assessor = await bench.Web.SignedInAsync("assessor", Cancel);
        var page = await assessor.TextAsync(Record, Cancel);
        Assert.Contains("New basin", page);

        using var done = await RecordAsync(assessor, Record, page, "2026-02-20", Minor("Seen"));

        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        var asked = Assert.IsType<RecordAssessmentRequest>(StubAssessments.Done).Assessment;
        var finding = Assert.Single(asked.Findings);
        Assert.Equal((StubAssessments.Open, "New basin", "2026-02-20"),
            (asked.Number, finding.Action.Text, finding.Action.ClosedOn));
        Assert.Equal(["vault/1", "vault/2"], finding.Evidence.Select(one => one.Reference));
    }

    [Fact]
    public async Task Assessment_Refused_SaysWhyBesideItsFieldAndKeepsTheForm()
    {
        using var assessor = await bench.Web.SignedInAsync("assessor", Cancel);
        var page = await assessor.TextAsync(Record, Cancel);

        using var answer = await RecordAsync(assessor, Record, page, "2026-02-20", Minor("wrong"));
        var refused = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "<strong id=\"Findings[0].ActionDue-fault\" class=\"fault\">A day is missing.</strong>", refused);
        Assert.Contains("<details open", refused);
        Assert.Equal(page.FieldOf("RequestId"), refused.FieldOf("RequestId"));
    }

    [Fact]
    public async Task Assessment_SessionEnded_IsThereAgainWithItsRows()
    {
        using var assessor = bench.Web.Browse();
        using var sent = new HttpRequestMessage(HttpMethod.Post, Record)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "record",
                ["Form.AssessedOn"] = "2026-02-03",
                ["Form.Scopes[0].Material"] = "Dy",
                ["Form.Scopes[0].Stage"] = "SeparatedCompound",
                ["Form.Scopes[0].Covered"] = "true",
                ["Form.Findings[0].Criterion"] = "E1",
                ["Form.Findings[0].Result"] = "Major",
                ["Form.Findings[0].Note"] = "Dust filters of unit 3",
            }),
        };
        sent.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var led = await assessor.SendAsync(sent, Cancel);

        var back = await assessor.SignInAsync("assessor", led.Headers.Location!, Cancel);
        var page = await assessor.TextAsync(back, Cancel);

        Assert.Contains("Your session had ended", page);
        Assert.Contains("Dust filters of unit 3", page);
        Assert.Contains("<option value=\"Major\" selected", page);
        Assert.Matches("Scopes\\[0\\].Covered\" value=\"true\" checked", page);
    }

    [Fact]
    public async Task Assessment_Concluded_ByItsAssessorAlone()
    {
        var path = $"/filing/assessments/{StubAssessments.Open}";
        using var supplier = await bench.Web.SignedInAsync("supplier", Cancel);
        var theirs = await supplier.TextAsync(path, Cancel);
        Assert.Contains("The assessor of AB-0001 records it", theirs);
        Assert.DoesNotContain("value=\"conclude\"", theirs);
        Assert.Contains("It takes an assessor", await supplier.TextAsync(Record, Cancel));

        using var assessor = await bench.Web.SignedInAsync("assessor", Cancel);
        var page = await assessor.TextAsync(path, Cancel);
        using var done = await assessor.PostAsync(path, Cancel, ["_handler", "conclude"],
            ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")]);

        Assert.EndsWith(path, $"{done.Headers.Location}");
        Assert.Equal(StubAssessments.Open, Assert.IsType<ConcludeAssessmentRequest>(StubAssessments.Done).Number);
    }

    private static Task<HttpResponseMessage> FileAsync(Browsing supplier, string page, params string[][] more) =>
        supplier.PostAsync("/filing/applications/new", Cancel,
        [
            ["_handler", "file"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Facility", StubRegister.Facility], ["Form.Statement", "All inputs are known by lot."],
            .. ScopeFields(), .. more,
        ]);

    private static Task<HttpResponseMessage> RecordAsync(
        Browsing assessor, string path, string page, string closed, params string[][] findings) =>
        assessor.PostAsync(path, Cancel,
        [
            ["_handler", "record"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.AssessedOn", "2026-02-03"], .. ScopeFields(), ["Form.Scopes[0].Covered", "true"], .. findings,
            .. closed.Length > 0 ? (string[][])[["Form.Findings[0].ActionClosed", closed]] : [],
        ]);

    private static string[][] ScopeFields() =>
    [
        .. new[] { "Dy", "Tb" }.Index().SelectMany(one => (string[][])
        [
            [$"Form.Scopes[{one.Index}].Material", one.Item], [$"Form.Scopes[{one.Index}].Stage", "SeparatedCompound"],
        ]),
    ];

    private static string[][] Minor(string note) =>
    [
        ["Form.Findings[0].Criterion", "E1"], ["Form.Findings[0].Result", "Minor"], ["Form.Findings[0].Note", note],
        ["Form.Findings[0].Sha256", new string('a', 64)], ["Form.Findings[0].Reference", "vault/1"],
        ["Form.Findings[0].ActionText", "New basin"], ["Form.Findings[0].ActionDue", "2026-03-02"],
    ];
}
