using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Voting;
using static CrmClub.Membership.Tests.AccessionTests;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

public sealed class VotingTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Majority.Double, "EU AU", true)]
    [InlineData(Majority.Double, "JP AU", false)]
    [InlineData(Majority.Double, "EU JP", true)]
    [InlineData(Majority.Double, "EU", false)]
    [InlineData(Majority.Simple, "JP AU", true)]
    [InlineData(Majority.Simple, "JP", false)]
    [InlineData(Majority.Unanimity, "EU JP", false)]
    [InlineData(Majority.Unanimity, "EU JP AU", true)]
    public void Majority_OfThreeMembers_IsCountedExactly(Majority majority, string yes, bool adopted)
    {
        var ballot = Of(majority, ("EU", "62"), ("JP", "30"), ("AU", "8"));

        Assert.Equal(adopted, Count.Of(ballot, Votes(yes, VoteChoice.Yes)).HasMajority);
    }

    [Theory]
    [InlineData("65", "35", true)]
    [InlineData("64.9999999999999999999999", "35.0000000000000000000001", false)]
    public void Majority_AtTheThreshold_IsReachedExactly(string eu, string jp, bool adopted)
    {
        var ballot = Of(Majority.Double, ("EU", eu), ("JP", jp), ("AU", "0"));

        Assert.Equal(adopted, Count.Of(ballot, Votes("EU AU", VoteChoice.Yes)).HasMajority);
    }

    [Fact]
    public void Abstention_CountsForTheQuorum_AndIsNotInFavour()
    {
        var ballot = Of(Majority.Simple, ("EU", "62"), ("JP", "30"), ("AU", "8"));

        var one = Count.Of(ballot, Votes("EU", VoteChoice.Yes));
        var two = Count.Of(ballot, [.. Votes("EU", VoteChoice.Yes), .. Votes("JP", VoteChoice.Abstain)]);

        Assert.Equal((false, 1), (one.HasQuorum, one.VotedMembers));
        Assert.Equal((true, 2, 1, false), (two.HasQuorum, two.VotedMembers, two.YesMembers, two.HasMajority));
    }

    [Fact]
    public async Task Vote_ChangedUntilFinal_CountsByItsLast()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var ballot = await people.OpenAsync(VotingSubject.Procedure, "");

        await people.VoteAsync(ballot, DelegateEu, VoteChoice.Yes, final: false);
        var changed = await people.VoteAsync(ballot, DelegateEu, VoteChoice.No, final: true);
        var refused = await RefusalAsync(() => people.VoteAsync(ballot, DelegateEu, VoteChoice.Yes, final: true));

        Assert.Equal(0, changed.Tally.YesMembers);
        Assert.Equal(VoteChoice.No, Assert.Single(changed.Votes).Choice);
        Assert.Equal(ErrorReason.StateForbids, refused.Reason);
        var read = await new ReadBallots(membership.Data).GetAsync(
            new GetBallotRequest { Number = ballot.Number }, Cancel);
        Assert.Equal([VoteChoice.Yes, VoteChoice.No], read.Votes.Select(vote => vote.Choice));
    }

    [Fact]
    public async Task Vote_WithoutMandateOrOfThePartyConcerned_IsRefused()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var ballot = await people.OpenAsync(VotingSubject.Procedure, "");
        await people.ChangeAsync(ChangeTests.MandateOf(DelegateAu.Id, "JP", to: "2027-01-06"));

        var stranger = await RefusalAsync(() => people.VoteAsync(ballot, Officer, VoteChoice.Yes, final: true));
        var deputy = await people.VoteAsync(ballot, DelegateAu, VoteChoice.Yes, final: false);
        membership.Clock.Set("2027-01-06");
        var ended = await RefusalAsync(() => people.VoteAsync(ballot, DelegateAu, VoteChoice.No, final: true));

        Assert.Equal(ErrorReason.NoMandate, stranger.Reason);
        Assert.Equal("JP", Assert.Single(deputy.Votes).Party);
        Assert.Equal(ErrorReason.NoMandate, ended.Reason);
    }

    [Fact]
    public async Task Vote_OfADeputy_IsToldFromTheDelegates_AndBindsTheDelegate()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var mandate = ChangeTests.MandateOf(DelegateAu.Id, "JP");
        mandate.Mandate.Deputy = true;
        await people.ChangeAsync(mandate);
        var ballot = await people.OpenAsync(VotingSubject.Procedure, "");

        var first = await people.VoteAsync(ballot, DelegateJp, VoteChoice.No, final: false);
        var second = await people.VoteAsync(ballot, DelegateAu, VoteChoice.Yes, final: true);
        var refused = await RefusalAsync(() => people.VoteAsync(ballot, DelegateJp, VoteChoice.No, final: true));

        Assert.False(Assert.Single(first.Votes).Deputy);
        Assert.True(Assert.Single(second.Votes) is { Deputy: true, Final: true, Choice: VoteChoice.Yes });
        Assert.Equal("The vote of JP is final since 2027-01-04, cast by its deputy.", refused.Message);
    }

    [Fact]
    public async Task Deadline_WithoutQuorum_RejectsWhateverWasVoted()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-04-15");
        var ballot = await people.OpenAsync(VotingSubject.Procedure, "");

        membership.Clock.Set(ballot.Deadline.ToDateTimeOffset());
        var late = await RefusalAsync(() => people.VoteAsync(ballot, DelegateEu, VoteChoice.Yes, final: true));
        await people.DeadlinesPassAsync();
        await people.DeadlinesPassAsync();

        var closed = Assert.Single((await new ReadBallots(membership.Data).ListAsync(
            new ListBallotsRequest { State = BallotState.Rejected }, Cancel)).Ballots);
        Assert.Equal(ErrorReason.StateForbids, late.Reason);
        // Ten days after 15 April is a Sunday.
        Assert.Equal((ballot.Number, "2027-04-26"), (closed.Number, closed.ClosedOn));
        Assert.Empty(membership.Ballots.All);
    }

    [Fact]
    public async Task Subject_OfAnotherService_OrWithoutRule_IsRefused()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);

        var tariff = await RefusalAsync(() => people.OpenAsync(VotingSubject.Tariff, ""));
        var second = await people.OpenAsync(VotingSubject.Procedure, "");

        Assert.Equal("SUBJECT", Assert.Single(tariff.Violations).Rule);
        Assert.Equal("B-2027-0001", second.Number);
    }

    [Fact]
    public async Task Outcome_EditedBehindTheServicesBack_IsFoundByTheAudit()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var ballot = await people.OpenAsync(VotingSubject.Procedure, "");
        await people.VoteAsync(ballot, DelegateEu, VoteChoice.Yes, final: true);
        await people.VoteAsync(ballot, DelegateJp, VoteChoice.No, final: true);
        Assert.Empty(await membership.AuditAsync(Cancel));

        await using var edit = membership.AsSuperuser.CreateCommand(
            """
            UPDATE record SET content = jsonb_set(content, '{choice}', '"VOTE_CHOICE_YES"')
            WHERE kind = 'Vote' AND content ->> 'party' = 'JP'
            """);
        await edit.ExecuteNonQueryAsync(Cancel);

        var fault = Assert.Single(await membership.AuditAsync(Cancel));
        Assert.StartsWith($"record Vote {ballot.Number} ", fault);
        Assert.EndsWith("Not as recorded: choice.", fault);
    }

    private static Ballot Of(Majority majority, params (string Party, string Share)[] entitled) => new()
    {
        Rule = new VotingRule
        {
            Majority = majority,
            MembersPercent = "55",
            ImportsPercent = "65",
            QuorumPercent = "50",
        },
        Entitled = { entitled.Select(one => new PartyShare { Party = one.Party, SharePercent = one.Share }) },
    };

    private static IEnumerable<Vote> Votes(string parties, VoteChoice choice) =>
        parties.Split(' ').Select(party => new Vote { Party = party, Choice = choice });
}
