using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Proposals;

namespace CrmClub.Web.Tests;

/// <summary>Many measures pasted into a draft: what can't be taken is told by its line, and all of it stays.</summary>
[Collection(nameof(StubProposals))]
public sealed class PasteTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Title = "\u202eعنوان\u202c 希土類 👩‍🔬";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paste_OfTenThousandLines_IsToldAndStillThere()
    {
        var lines = Lines(10_000);
        var done = StubProposals.Done;

        using var answer = await SaveAsync(lines);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<code>LINES_MAX</code> <code>lines</code> <code>10000</code>", page);
        Assert.Contains("A proposal has at most 1000 measures; these are 10000 lines.", page);
        Assert.Contains(lines, page.ReplaceLineEndings("\n"));
        Assert.Contains($"value=\"{Title}\"", page);
        Assert.Same(done, StubProposals.Done);
    }

    [Fact]
    public async Task Paste_OfAThousandLines_IsOneDraftInTheirOrder()
    {
        using var answer = await SaveAsync(Lines(MeasureLines.LinesMax));

        Assert.EndsWith("/proposals/7", $"{answer.Headers.Location}");
        var asked = Assert.IsType<DraftProposalRequest>(StubProposals.Done).Content;
        Assert.Equal(Title, asked.Title);
        Assert.Equal(MeasureLines.LinesMax, asked.Additions.Count);
        Assert.Equal((MeasureType.Base, "28469020", "A7", "7 %"), (asked.Additions[7].Type,
            asked.Additions[7].GoodsCode, asked.Additions[7].Origin, asked.Additions[7].Expression));
        Assert.Equal(["CLUB", "JP"], asked.Additions[7].ExcludedOrigins);
    }

    [Fact]
    public async Task Paste_WithWrongLines_NamesEachOfThem()
    {
        using var answer = await SaveAsync("Base;28469020;ALL;;1 %\n\nNonsense;28469020;ALL;;2 %\nBase;\u202e😀");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<code>MEASURE_TYPE</code> <code>lines[3].type</code> <code>Nonsense</code>", page);
        Assert.Contains("<code>COLUMNS</code> <code>lines[4]</code> <code>Base;\u202e😀</code>", page);
    }

    [Fact]
    public async Task Paste_ThatTheServiceRefuses_IsNamedByItsLine()
    {
        using var answer = await SaveAsync("\nBase;28469020;ALL;;22 percents", "Check");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Contains("<code>EXPRESSION</code> <code>lines[2].expression</code>", page);
    }

    [Fact]
    public async Task Form_LargerThanMayBeSent_IsToldSo()
    {
        using var answer = await SaveAsync(new string('x', 3 * 1024 * 1024));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("This form is too large", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public void Draft_OfManyMeasures_ShowsThemByLinesWhereALineCanSayThem()
    {
        var content = new ProposalContent();
        for (var number = 0; number < 100; number++)
            content.Additions.Add(new Measure
            {
                Type = MeasureType.Base,
                GoodsCode = "28469020",
                Origin = $"A{number}",
                Expression = "1 %",
            });
        content.Additions[60].Footnotes.Add("F1");

        var form = DraftForm.Of(new Proposal { Content = content });

        Assert.Equal(61, form.Additions.Count);
        Assert.Equal(content, form.Read(content));
    }

    private static string Lines(int count) => string.Join('\n', Enumerable.Range(0, count)
        .Select(number => $"base\t2846 90 20\tA{number}\tclub jp\t{number} %"));

    private async Task<HttpResponseMessage> SaveAsync(string lines, string deed = "Save")
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        var page = await person.TextAsync("/proposals/new", Cancel);
        return await person.PostAsync("/proposals/new", Cancel, ["_handler", "draft"],
            ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", Regex.Match(page, "name=\"Form.RequestId\" value=\"([^\"]*)\"").Groups[1].Value],
            ["Form.Do", deed], ["Form.Title", Title], ["Form.Lines", lines]);
    }
}
