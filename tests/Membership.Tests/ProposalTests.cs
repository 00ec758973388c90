using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Voting;
using Google.Protobuf;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>Ballots that another service asks for.</summary>
public sealed class ProposalTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_ToldTwice_OneBallotWhoseOutcomeBearsSubjectAndHash()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-04-15");

        await TellAsync(membership, Proposal());
        await TellAsync(membership, Proposal());
        var ballot = Assert.Single(membership.Ballots.All);
        await people.VoteAsync(ballot, DelegateEu, VoteChoice.Yes, final: true);
        await people.VoteAsync(ballot, DelegateJp, VoteChoice.Yes, final: true);
        await TellAsync(membership, Proposal());

        // Thirty days after 15 April is the Saturday before Whit Monday.
        Assert.Equal(LegalDays.Begin(LegalDays.Read("2027-05-19")), ballot.Deadline.ToDateTimeOffset());
        Assert.Equal(("B-2027-0001", "tariffs", VotingSubject.Tariff), (ballot.Number, ballot.Author, ballot.Subject));
        var closed = Assert.Single(await JournalAsync<BallotClosed>(membership)).Ballot;
        Assert.Equal(("proposal 17", Hash(1), BallotState.Adopted, "2027-04-15"),
            (closed.Proposal, closed.ContentHash, closed.State, closed.ClosedOn));
        Assert.Single(await JournalAsync<BallotOpened>(membership));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Put_WithAnotherHash_IsRefused_AndTheFirstGoesOn()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        await TellAsync(membership, Proposal());

        await TellAsync(membership, Proposal(hash: 2));

        var refused = Assert.Single(await JournalAsync<BallotRefused>(membership));
        Assert.Equal(("proposal 17", Hash(2), "Ballot B-2027-0001 votes on another content of proposal 17."),
            (refused.Subject, refused.ContentHash, refused.Reason));
        Assert.Equal(Hash(1), Assert.Single(membership.Ballots.All).ContentHash);
    }

    [Fact]
    public async Task Put_WithFaults_IsRefusedWithAllOfThem()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        await TellAsync(membership, new ProposalPutToVote
        {
            Subject = "proposal 17",
            Rule = VotingSubject.Admission,
            Deadline = "2027-01-03",
            Confirms = "proposal 16",
        });

        Assert.Equal(
            "The content hash has not 32 bytes. The title has not 1 to 500 characters. "
            + "Admission is not put to the vote by another service. '2027-01-03' is no day to come. "
            + "proposal 16 is no outcome that lapses, or this is no ordinary vote.",
            Assert.Single(await JournalAsync<BallotRefused>(membership)).Reason);
        Assert.Empty(membership.Ballots.All);
    }

    [Theory]
    [InlineData("2036-12-24", "The calendar of working days does not reach as far as the deadline.")]
    [InlineData("2036-12-23", null)]
    public async Task Put_WithADeadlineBeyondTheCalendar_IsRefused(string deadline, string? reason)
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var proposal = Proposal();
        proposal.Deadline = deadline;

        await TellAsync(membership, proposal);

        Assert.Equal(reason, (await JournalAsync<BallotRefused>(membership)).SingleOrDefault()?.Reason);
        Assert.Equal(reason is null, (membership.Ballots.All.SingleOrDefault()?.DeadlineDerived) is true);
    }

    [Fact]
    public async Task Withdraw_WhileItIsOpen_ClosesItWithoutOutcome()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        await TellAsync(membership, Proposal());

        await TellAsync(membership, new ProposalWithdrawn { Subject = "proposal 17" });
        await TellAsync(membership, new ProposalWithdrawn { Subject = "proposal 17" });

        Assert.Equal(
            BallotState.Withdrawn, Assert.Single(await JournalAsync<BallotClosed>(membership)).Ballot.State);
        Assert.Empty(membership.Ballots.All);
        var notice = Assert.Single(membership.Notices.All);
        Assert.Equal(
            ("Vote B-2027-0001: taken back", "“Base duty on metals to 27.5 %” was taken back on 4 January 2027 by who "
                + "had put it to the vote. The vote has no outcome.", "投票 B-2027-0001: 取下げ"),
            (notice.TitleEn, notice.TextEn, notice.TitleJa));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Version_Published_IsMadeKnownOnceInBothLanguages_AndTheTreatysIsNot()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var version = new TariffVersion { Number = 1, Title = "Annex II", ValidFrom = "2027-01-04", Hash = "ab12" };
        var proposal = new Proposal { Ballot = "B-2027-0001", Content = new() { LegalBase = "Decision 7" } };
        await TellAsync(membership, new TariffVersionPublished { Version = version });
        var next = new TariffVersion(version) { Number = 2, Title = "Magnets to 9 %", ValidFrom = "2027-06-01" };

        await TellAsync(membership, new TariffVersionPublished { Version = next, Proposal = proposal });
        await TellAsync(membership, new TariffVersionPublished { Version = next, Proposal = proposal });

        var notice = Assert.Single(membership.Notices.All);
        Assert.Equal(
            ("N-2027-0001", NoticeKind.Tariff, 2, "B-2027-0001", "2027-01-04"),
            (notice.Number, notice.Kind, notice.TariffVersion, notice.Ballot, notice.PublishedOn));
        Assert.Equal("Tariff version 2 is published", notice.TitleEn);
        Assert.Equal(
            "“Magnets to 9 %” applies to declarations accepted from 1 June 2027 on. Adopted by vote B-2027-0001. "
            + "Legal base: Decision 7. Hash of the tariff: ab12.",
            notice.TextEn);
        Assert.Equal("関税率表 第2版を公布", notice.TitleJa);
        Assert.Contains("2027年6月1日", notice.TextJa);
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData(null, BallotState.Lapsed)]
    [InlineData(VoteChoice.No, BallotState.Lapsed)]
    [InlineData(VoteChoice.Yes, BallotState.Adopted)]
    public async Task Emergency_LapsesAfterItsDays_UnlessAnOrdinaryVoteConfirmsIt(
        VoteChoice? confirmed, BallotState state)
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        var emergency = Proposal();
        emergency.Rule = VotingSubject.Emergency;
        await TellAsync(membership, emergency);
        await VoteAsync(people, Assert.Single(membership.Ballots.All), VoteChoice.Yes);
        if (confirmed is { } choice)
        {
            var ordinary = Proposal("proposal 18");
            ordinary.Confirms = "proposal 17";
            await TellAsync(membership, ordinary);
            await VoteAsync(people, Assert.Single(membership.Ballots.All), choice);
        }

        membership.Clock.Set("2027-05-01");
        await people.DeadlinesPassAsync();
        var before = await FindAsync(membership);
        membership.Clock.Set("2027-05-02");
        await people.DeadlinesPassAsync();
        await people.DeadlinesPassAsync();

        Assert.Equal((BallotState.Adopted, "2027-05-02"), (before.State, before.LapsesOn));
        Assert.Equal(state, (await FindAsync(membership)).State);
        Assert.Equal(
            state == BallotState.Lapsed ? ["proposal 17"] : [],
            (await JournalAsync<BallotLapsed>(membership)).Select(lapsed => lapsed.Ballot.Proposal));
        var last = membership.Notices.All[^1];
        Assert.Equal(state == BallotState.Lapsed, last.TitleEn == "Vote B-2027-0001: lapsed");
        if (state == BallotState.Lapsed)
            Assert.Equal(
                ("B-2027-0001", "“Base duty on metals to 27.5 %”, adopted on 1 February 2027, was not confirmed by an "
                    + "ordinary vote. From 2 May 2027 on it does not count any more.", "投票 B-2027-0001: 失効"),
                (last.Ballot, last.TextEn, last.TitleJa));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    internal static ProposalPutToVote Proposal(string subject = "proposal 17", byte hash = 1) => new()
    {
        Subject = subject,
        ContentHash = Hash(hash),
        Rule = VotingSubject.Tariff,
        Title = "Base duty on metals to 27.5 %",
    };

    internal static async Task<List<T>> JournalAsync<T>(TestMembership membership)
        where T : IMessage<T>, new()
    {
        await using var select = membership.AsSuperuser.CreateCommand(
            "SELECT body FROM journal WHERE kind = $1 ORDER BY id");
        select.Parameters.Add(new() { Value = new T().Descriptor.FullName });
        await using var rows = await select.ExecuteReaderAsync(Cancel);
        var entries = new List<T>();
        while (await rows.ReadAsync(Cancel))
            entries.Add(new MessageParser<T>(() => new T()).ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return entries;
    }

    private static async Task VoteAsync(TestPeople people, Ballot ballot, VoteChoice choice)
    {
        await people.VoteAsync(ballot, DelegateEu, choice, final: true);
        await people.VoteAsync(ballot, DelegateJp, choice, final: true);
    }

    private static async Task<Ballot> FindAsync(TestMembership membership) => (await new ReadBallots(membership.Data)
        .GetAsync(new GetBallotRequest { Number = "B-2027-0001" }, Cancel)).Ballot;

    private static ByteString Hash(byte of) => ByteString.CopyFrom([.. Enumerable.Repeat(of, 32)]);

    // What the copy of Tariffs' journal does with an entry.
    internal static Task TellAsync(TestMembership membership, IMessage happened) =>
        membership.HearAsync(membership.Proposals, happened, Cancel);
}
