using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>What the members adopt in an emergency counts for a time.</summary>
public sealed class EmergencyTests(Postgres postgres)
{
    private const string LapsesOn = "2027-06-15";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Emergency_NotConfirmed_EndsByAVersionThatSaysWhatHeld()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var before = Base(tariffs);
        var ballot = await AdoptAsync(people);
        var published = (await people.PublishAsync((await people.GetAsync(1)).Proposal)).Proposal;

        await people.TellAsync(new BallotLapsed { Ballot = Lapsed(ballot) });
        await people.TellAsync(new BallotLapsed { Ballot = Lapsed(ballot) });
        await tariffs.Refresh.NowAsync(Cancel);
        var lapsed = (await people.GetAsync(1)).Proposal;

        Assert.Equal((ProposalState.Published, 2, LapsesOn, true),
            (published.State, published.Version, published.LapsesOn, published.Emergency));
        Assert.Equal((ProposalState.Lapsed, 2), (lapsed.State, lapsed.Version));
        var newest = tariffs.State.Book.NewestFirst[0];
        Assert.Equal((3, LapsesOn), (newest.Version.Number, newest.Version.ValidFrom));
        Assert.Equal(
            ["M-0005 20 %  2027-06-01", "M-0005.2 22 % 2027-06-01 2027-06-15", "M-0005.3 20 % 2027-06-15 "],
            newest.Document.Measures.Where(one => one.Id.StartsWith("M-0005", StringComparison.Ordinal))
                .Select(one => $"{one.Id} {one.Expression} {(one.Id == "M-0005" ? "" : one.ValidFrom)} {one.ValidTo}"));
        Assert.Equal("20 %", before);
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Emergency_ThatLapsesBeforeItCounts_NeverDoes()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var ballot = await AdoptAsync(people);
        await people.PublishAsync((await people.GetAsync(1)).Proposal);
        ballot.LapsesOn = "2027-05-15";

        await people.TellAsync(new BallotLapsed { Ballot = Lapsed(ballot) });
        await tariffs.Refresh.NowAsync(Cancel);

        var newest = tariffs.State.Book.NewestFirst[0];
        Assert.Equal((3, "2027-06-01"), (newest.Version.Number, newest.Version.ValidFrom));
        Assert.DoesNotContain(newest.Document.Measures, one => one.Expression == "22 %");
    }

    [Fact]
    public async Task Emergency_LapsedBeforeItWasPublished_IsNotPublishedAnyMore()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var ballot = await AdoptAsync(people);

        await people.TellAsync(new BallotLapsed { Ballot = Lapsed(ballot) });
        var lapsed = (await people.GetAsync(1)).Proposal;

        Assert.Equal(ProposalState.Lapsed, lapsed.State);
        Assert.Single(tariffs.State.Book.NewestFirst);
        await Assert.ThrowsAsync<ClubException>(() => people.PublishAsync(lapsed));
    }

    [Fact]
    public async Task Emergency_WhoseMeasureAnotherChanged_StandsAndSaysSo()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var ballot = await AdoptAsync(people);
        await people.PublishAsync((await people.GetAsync(1)).Proposal);
        var next = Content();
        (next.BaseVersion, next.EffectiveOn, next.Amendments[0].Id) = (2, "2027-06-10", "M-0005.2");
        await people.PublishAsync(await people.AdoptedAsync(next));

        await people.TellAsync(new BallotLapsed { Ballot = Lapsed(ballot) });
        var lapsed = (await people.GetAsync(1)).Proposal;

        Assert.Equal(ProposalState.Lapsed, lapsed.State);
        Assert.Contains("changed since", lapsed.Remark, StringComparison.Ordinal);
        Assert.Equal(3, tariffs.State.Book.NewestFirst[0].Version.Number);
    }

    [Fact]
    public async Task Vote_ThatConfirms_NamesTheEmergencyToMembership()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await AdoptAsync(people);
        var other = new ProposalContent(Content()) { EffectiveOn = "2027-07-01" };
        var approved = await people.ApprovedAsync(other);

        var none = await Assert.ThrowsAsync<ClubException>(() => people.PutToVoteAsync(approved, confirms: 2));
        var both = await Assert.ThrowsAsync<ClubException>(
            () => people.PutToVoteAsync(approved, emergency: true, confirms: 1));
        var voting = await people.PutToVoteAsync(approved, confirms: 1);

        Assert.Equal(("PROPOSAL", "ORDINARY_VOTE"), (none.Violations[0].Rule, both.Violations[0].Rule));
        Assert.Equal((ProposalState.Voting, false), (voting.State, voting.Emergency));
        var asked = await LastPutAsync(tariffs);
        Assert.Equal((VotingSubject.Tariff, "proposal 1"), (asked.Rule, asked.Confirms));
    }

    private static async Task<Ballot> AdoptAsync(TestProposals people)
    {
        var voting = await people.PutToVoteAsync(await people.ApprovedAsync(), emergency: true);
        var ballot = BallotOn(voting, BallotState.Adopted);
        ballot.LapsesOn = LapsesOn;
        Assert.Equal(VotingSubject.Emergency, CrmClub.Tariffs.Proposals.PutProposalToVote.Event(voting).Rule);
        await people.TellAsync(new BallotClosed { Ballot = ballot });
        return ballot;
    }

    private static Ballot Lapsed(Ballot ballot) => new(ballot) { State = BallotState.Lapsed };

    private static string Base(TestTariffs tariffs) =>
        tariffs.State.Book.NewestFirst[0].Document.Measures.Single(one => one.Id == "M-0005").Expression;

    private static async Task<ProposalPutToVote> LastPutAsync(TestTariffs tariffs)
    {
        await using var select = tariffs.Data.CreateCommand(
            "SELECT body FROM journal WHERE kind = $1 ORDER BY id DESC LIMIT 1");
        select.Parameters.Add(new() { Value = ProposalPutToVote.Descriptor.FullName });
        return ProposalPutToVote.Parser.ParseFrom((byte[])(await select.ExecuteScalarAsync(Cancel))!);
    }
}
