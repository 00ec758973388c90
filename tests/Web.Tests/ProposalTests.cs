using System.Net;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Tests;

/// <summary>Proposals by pages: what changes, what is broken, how votes stand, and the steps of two persons.</summary>
[Collection(nameof(StubProposals))]
public sealed class ProposalTests(WebFixture bench) : IClassFixture<WebFixture>
{
    // The object id of who signs in.
    private const string Me = "0b000000-0000-4000-8000-000000000001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Page_LinksEachWithItsState()
    {
        var page = await ReadAsync("/proposals");

        Assert.Contains("href=\"/proposals/1\"", page);
        Assert.Contains("<td>waits for approval</td>", page);
        Assert.Contains("after=a%2Bb", page);
    }

    [Fact]
    public async Task Proposal_Page_ShowsWhatWasAndWhatWouldBe()
    {
        var page = await ReadAsync("/proposals/1");

        Assert.Contains("<del class=\"old\">20 %</del>", page);
        Assert.Contains("<ins>27.5 %</ins>", page);
        Assert.Contains("<code>ME32</code>", page);
        Assert.Contains("fourteen days of notice", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Proposal_BeingVotedOn_ShowsEachShareAgainstItsMark()
    {
        var page = await ReadAsync("/proposals/2");

        Assert.Contains("aria-label=\"In favour: 1 of 2 entitled members, 50 %; asked for: 55 %\"", page);
        Assert.Contains("aria-label=\"In favour by imports: 62 of 100, 62 %; asked for: 65 %\"", page);
        Assert.Contains("<td>not yet</td>", page);
    }

    [Fact]
    public async Task Approve_ByItsAuthor_IsNotOfferedAndSaidWhy()
    {
        using var person = await SignInAsync();
        StubProposals.WrittenBy = Me;
        try
        {
            var page = await person.TextAsync("/proposals/1", Cancel);

            Assert.Contains("somebody who did not has to approve it", page);
            Assert.DoesNotContain("deed=Approve", page);
            // Nor by its address.
            Assert.DoesNotContain(
                "value=\"Approve\"", await person.TextAsync("/proposals/1?deed=Approve", Cancel));
        }
        finally
        {
            StubProposals.WrittenBy = StubProposals.Author;
        }
    }

    [Fact]
    public async Task Approve_ByAnother_IsDoneWithTheRevisionThatWasReadAndLeadsToAnAddress()
    {
        using var person = await SignInAsync();
        Assert.Contains("deed=Approve", await person.TextAsync("/proposals/1", Cancel));
        var page = await person.TextAsync("/proposals/1?deed=Approve", Cancel);
        // What follows from it is said before.
        Assert.Contains("It may be put to the vote of the members.", page);

        using var answer = await PostAsync(person, page, "Approve");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/proposals/1", $"{answer.Headers.Location}");
        var done = Assert.IsType<ApproveProposalRequest>(StubProposals.Done);
        Assert.Equal((1, 3, page.FieldOf("RequestId")), (done.Number, done.KnownRevision, done.RequestId));
    }

    [Fact]
    public async Task Reject_AfterSomebodyElse_IsRefusedInWordsAndKeepsTheReason()
    {
        using var person = await SignInAsync();
        var page = await person.TextAsync("/proposals/1", Cancel);

        using var answer = await PostAsync(person, page, "Reject", "Too dear <b>");
        var again = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Revision 4 is the newest; you know 3.", again);
        Assert.Contains("Too dear &lt;b&gt;</textarea>", again);
    }

    [Fact]
    public async Task Effect_OfTheNewestSimulation_IsAFindingWithTablesByMember()
    {
        var page = await ReadAsync("/proposals/1");

        Assert.Contains("it would have taken 1,500.50 EUR more; the duty of 7 of 12 declarations changes", page);
        Assert.Contains("these figures are of an older content", page);
        Assert.Contains("aria-label=\"JP: -300.00 EUR\"", page);
        Assert.Contains("aria-label=\"F-MY-0001: 1,500.50 EUR; items that another regime would decide: 5\"", page);
        Assert.Contains("<th scope=\"row\">all others</th>", page);
        Assert.Contains("<td>none</td>", page);
        Assert.DoesNotContain("data-live=", page);
        Assert.Contains("Nobody has asked yet", await ReadAsync("/proposals/2"));
    }

    [Fact]
    public async Task Simulation_UnderWay_IsAskedForAgainByThePageUntilItIsDone()
    {
        const string Part = "/proposals/1/effect/live";
        using var person = await SignInAsync();
        StubProposals.IsSimulating = true;
        string page, part;
        try
        {
            page = await person.TextAsync("/proposals/1", Cancel);
            part = await person.TextAsync(Part, Cancel);
        }
        finally
        {
            StubProposals.IsSimulating = false;
        }

        Assert.Contains($"data-live=\"{Part}\"", page);
        foreach (var text in new[] { page, part })
        {
            Assert.Contains("Simulation 2 is under way: 5 of 12 declarations.", text);
            Assert.Contains("<progress id=\"progress\" max=\"12\" value=\"5\">", text);
            // Without a script.
            Assert.Contains("<button>Load again</button>", text);
            Assert.DoesNotContain("data-done", text);
        }
        Assert.DoesNotContain("<html", part);
        var done = await person.TextAsync(Part, Cancel);
        Assert.Contains("it would have taken 1,500.50 EUR more", done);
        Assert.Contains("data-done", done);
    }

    [Fact]
    public async Task Simulate_APeriod_IsAskedOnceForTheFormAndRefusedBesideItsField()
    {
        using var person = await SignInAsync();
        var page = await person.TextAsync("/proposals/1", Cancel);
        var form = page[page.IndexOf("value=\"simulate\"", StringComparison.Ordinal)..];

        using var refused = await SimulateAsync("soon");
        var again = await refused.Content.ReadAsStringAsync(Cancel);
        using var asked = await SimulateAsync("2026-01-01");

        Assert.Contains("<strong id=\"FromDay-fault\" class=\"fault\">It is no day.</strong>", again);
        Assert.Contains("value=\"soon\"", again);
        Assert.EndsWith("/proposals/1#effect", $"{asked.Headers.Location}");
        var done = Assert.IsType<SimulateProposalRequest>(StubProposals.Done);
        Assert.Equal((1, 3, "2026-01-01", form.FieldOf("RequestId")),
            (done.Number, done.KnownRevision, done.FromDay, done.RequestId));

        Task<HttpResponseMessage> SimulateAsync(string from) => person.PostAsync("/proposals/1", Cancel,
            ["_handler", "simulate"], ["token", Browsing.TokenOf(page)],
            ["Form.RequestId", form.FieldOf("RequestId")], ["Form.KnownRevision", form.FieldOf("KnownRevision")],
            ["Form.FromDay", from], ["Form.ToDay", ""]);
    }

    [Fact]
    public async Task Deed_WithoutThePagesToken_IsRefused()
    {
        using var person = await SignInAsync();

        using var answer = await person.PostAsync("/proposals/1", Cancel,
            ["_handler", "deed"], ["Form.Deed", "Approve"], ["Form.KnownRevision", "3"]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task NoSuchProposal_IsSaidInWords()
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync("/proposals/3", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Cancel));
    }

    private Task<Browsing> SignInAsync() => bench.Web.SignedInAsync("secretariat", Cancel);

    private async Task<string> ReadAsync(string path)
    {
        using var person = await SignInAsync();
        return await person.TextAsync(path, Cancel);
    }

    private static Task<HttpResponseMessage> PostAsync(Browsing person, string page, string deed, string text = "") =>
        person.PostAsync("/proposals/1", Cancel,
            ["_handler", "deed"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.KnownRevision", page.FieldOf("KnownRevision")], ["Form.Text", text], ["Form.Deed", deed]);
}
