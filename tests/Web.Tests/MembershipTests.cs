using System.Net;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Tests;

/// <summary>Steps in a party's life and changes of membership by pages: said before they are taken, by two persons.
/// </summary>
[Collection(nameof(StubProposals))]
public sealed class MembershipTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Change = $"/members/changes/{StubMembership.OfAnother}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_ThatWait_AreListedWithWhoPreparedThem()
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/members/changes", Cancel);

        Assert.Contains($"href=\"/members/changes/{StubMembership.OfOfficer}\"", page);
        Assert.Contains("(you)", page);
        Assert.Contains("There is none in this state.", await person.TextAsync(
            "/members/changes?state=Rejected", Cancel));
        Assert.Contains("VotingShares", await person.TextAsync("/members/changes/csv", Cancel));
        Assert.DoesNotContain("<script>", page);
    }

    [Theory]
    [InlineData("secretariat", StubMembership.OfOfficer, "You prepared it")]
    [InlineData("secretariat", StubMembership.OfAnother, "It takes an approver")]
    public async Task Change_ByWhoMayNotApprove_SaysWhy(string name, string change, string words)
    {
        using var person = await SignInAsync(name);
        var page = await person.TextAsync($"/members/changes/{change}", Cancel);

        Assert.Contains(words, page);
        Assert.Contains("votes on ballots that open from its first day on are weighed by these shares", page);
        Assert.Contains("voting_shares.shares[0].share_percent", page);
        Assert.DoesNotContain("value=\"Approve\"", page);
    }

    [Fact]
    public async Task Change_ByTheApprover_TakesEffectOnceForTheFormsId()
    {
        using var person = await SignInAsync("approver");
        var page = await person.TextAsync(Change, Cancel);

        using var done = await person.PostAsync(Change, Cancel, ["_handler", "judge"],
            ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")], ["Form.Do", "Approve"]);

        Assert.EndsWith(Change, $"{done.Headers.Location}");
        var asked = Assert.IsType<ApproveChangeRequest>(StubMembership.Done);
        Assert.Equal((StubMembership.OfAnother, page.FieldOf("RequestId")), (asked.ChangeId, asked.RequestId));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("The letter is missing", HttpStatusCode.Redirect)]
    public async Task Change_Rejected_NeedsAReason(string reason, HttpStatusCode expected)
    {
        using var person = await SignInAsync("approver");
        var page = await person.TextAsync(Change, Cancel);

        using var done = await person.PostAsync(Change, Cancel, ["_handler", "judge"],
            ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")], ["Form.Do", "Reject"],
            ["Form.Reason", reason]);

        Assert.Equal(expected, done.StatusCode);
        Assert.Equal(reason, Assert.IsType<RejectChangeRequest>(StubMembership.Done).Reason);
    }

    [Fact]
    public async Task Evidence_WithAWrongCriterion_NamesThoseThereAreAndKeepsWhatWasTyped()
    {
        using var person = await SignInAsync("secretariat");

        using var refused = await StepAsync(
            person, "NZ", "Evidence", ("Criterion", "none"), ("Evidence", "Annex 4 😀"));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel));
        using var done = await StepAsync(
            person, "NZ", "Evidence", ("Criterion", "stockpile"), ("Evidence", "Annex 4"), ("Reason", "Filed"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("<strong id=\"Criterion-fault\" class=\"fault\">There is no such criterion.</strong>", page);
        Assert.Contains("Accepted: STOCKPILE", page);
        Assert.Contains("value=\"Annex 4 😀\"", page);
        Assert.EndsWith($"/members/changes/{StubMembership.OfOfficer}", $"{done.Headers.Location}");
        var asked = Assert.IsType<PrepareChangeRequest>(StubMembership.Done).Change;
        Assert.Equal(("NZ", "STOCKPILE", "Annex 4", "Filed"),
            (asked.Criterion.Party, asked.Criterion.Criterion, asked.Criterion.Evidence, asked.Reason));
    }

    [Fact]
    public async Task Admission_OfAnApplicant_IsPutToTheVoteByWhatIsKnownOfIt()
    {
        using var person = await SignInAsync("secretariat");

        using var done = await StepAsync(person, "NZ", "Admit", ("Title", "Shall New Zealand be admitted?"));

        Assert.EndsWith("/members/NZ#votes", $"{done.Headers.Location}");
        var asked = Assert.IsType<OpenBallotRequest>(StubProposals.Done);
        Assert.Equal((VotingSubject.Admission, "NZ", 1), (asked.Subject, asked.Party, asked.KnownDecision));
    }

    [Fact]
    public async Task Withdrawal_OfAMember_SaysThatItIsRecordedAtOnce()
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/members/JP?deed=Withdraw", Cancel);
        Assert.Contains("It is recorded at once, by you alone", page);
        Assert.DoesNotContain("deed=Lift", await person.TextAsync("/members/JP", Cancel));

        using var done = await StepAsync(person, "JP", "Withdraw", ("Day", "2040-01-01"), ("Reason", "A letter"));

        Assert.EndsWith("/members/JP", $"{done.Headers.Location}");
        Assert.Equal("2040-01-01", Assert.IsType<AnnounceWithdrawalRequest>(StubMembership.Done).EffectiveOn);
    }

    [Fact]
    public async Task Application_OfOneThatAppliesAgain_NamesWhatIsKnownOfIt()
    {
        using var person = await SignInAsync("secretariat");
        var page = await person.TextAsync("/members/new", Cancel);

        using var done = await person.PostAsync("/members/new", Cancel, ["_handler", "apply"],
            ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")], ["Form.Code", "nz"],
            ["Form.NameEn", "New Zealand"], ["Form.NameJa", "ニュージーランド"], ["Form.Reason", "A letter"]);

        Assert.EndsWith("/members/NZ", $"{done.Headers.Location}");
        var asked = Assert.IsType<ApplyForMembershipRequest>(StubMembership.Done);
        Assert.Equal((1, "NZ"), (asked.KnownDecision, Assert.Single(asked.Party.Countries)));
    }

    [Fact]
    public async Task Steps_ByTheApprover_SaysWhoTakesThem()
    {
        using var person = await SignInAsync("approver");

        Assert.Contains("It takes an officer", await person.TextAsync("/members/JP", Cancel));
        Assert.Contains("It takes an officer", await person.TextAsync("/members/new", Cancel));
    }

    [Fact]
    public async Task NoSuchChange_IsSaidInWords()
    {
        using var person = await SignInAsync("approver");
        using var answer = await person.GetAsync("/members/changes/0198f0e2-0000-7000-8000-00000000c00f", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<Browsing> SignInAsync(string name) => bench.Web.SignedInAsync(name, Cancel);

    private static async Task<HttpResponseMessage> StepAsync(
        Browsing person, string party, string deed, params (string Field, string Text)[] typed)
    {
        var path = $"/members/{party}?deed={deed}";
        var page = await person.TextAsync(path, Cancel);
        string[][] given =
        [
            ["_handler", "step"], ["token", Browsing.TokenOf(page)], ["Form.RequestId", page.FieldOf("RequestId")],
            ["Form.Deed", page.FieldOf("Deed")], ["Form.KnownDecision", page.FieldOf("KnownDecision")],
        ];
        return await person.PostAsync(
            path, Cancel, [.. given, .. typed.Select(one => new[] { $"Form.{one.Field}", one.Text })]);
    }
}
