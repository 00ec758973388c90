using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Storage;
using CrmClub.Testing;
using Google.Protobuf.WellKnownTypes;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>From the vote to the next tariff version.</summary>
public sealed class PublicationTests(Postgres postgres)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_Adopted_IsTheNextVersion_AndTheFirstStaysForItsDays()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var first = tariffs.State.Book.NewestFirst[0];
        var voting = await people.PutToVoteAsync(await people.ApprovedAsync());
        var changed = await Assert.ThrowsAsync<ClubException>(() => people.ReviseAsync(voting, Content()));
        var adopted = await people.CloseAsync(voting);

        var published = await people.PublishAsync(adopted);

        Assert.Equal(ErrorReason.StateForbids, changed.Reason);
        Assert.Equal(
            (ProposalState.Adopted, "B-2027-0001", "2027-03-31"), (adopted.State, adopted.Ballot, adopted.DecidedOn));
        var (proposal, version) = (published.Proposal, published.Version);
        Assert.Equal((ProposalState.Published, 2), (proposal.State, proposal.Version));
        Assert.Equal(
            (2, "2027-06-01", proposal.Content.Title, first.Version.Measures + 1),
            (version.Number, version.ValidFrom, version.Title, version.Measures));
        var book = tariffs.State.Book;
        Assert.Equal(version.Hash, Convert.ToHexStringLower(SHA256.HashData(book.NewestFirst[0].Bytes)));
        Assert.Equal(1, book.VersionOn(new DateOnly(2027, 5, 31), null)!.Version.Number);
        Assert.Equal(2, book.VersionOn(new DateOnly(2027, 6, 1), null)!.Version.Number);
        var before = first.Version.PublishedAt.ToDateTime();
        Assert.Equal(1, book.VersionOn(new DateOnly(2027, 6, 1), before)!.Version.Number);
        Assert.Equal(first.Bytes, book.NewestFirst[1].Bytes);
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Close_ToldTwiceOrOfAnotherContent_CountsOnceForItsOwn()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var voting = await people.PutToVoteAsync(await people.ApprovedAsync());
        var other = BallotOn(voting, BallotState.Adopted);
        other.ContentHash = Google.Protobuf.ByteString.CopyFrom(new byte[32]);
        await people.TellAsync(new BallotClosed { Ballot = other });
        var still = (await people.GetAsync(1)).Proposal;
        var rejected = await people.CloseAsync(voting, BallotState.Rejected);

        var again = await people.CloseAsync(voting, BallotState.Adopted);

        Assert.Equal(ProposalState.Voting, still.State);
        Assert.Equal((ProposalState.Rejected, "B-2027-0001"), (rejected.State, rejected.Ballot));
        Assert.Equal(rejected, again);
        await Assert.ThrowsAsync<ClubException>(() => people.PublishAsync(again));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Refuse_ByMembership_IsApprovedAsBefore_AndMayBePutAgain()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var voting = await people.PutToVoteAsync(await people.ApprovedAsync());

        await people.TellAsync(new BallotRefused
        {
            Subject = "proposal 1",
            ContentHash = voting.ContentHash,
            Reason = "No voting rule is in force for Tariff.",
        });
        var refused = (await people.GetAsync(1)).Proposal;
        var again = await people.PutToVoteAsync(refused);

        Assert.Equal(
            (ProposalState.Approved, "No voting rule is in force for Tariff."), (refused.State, refused.Remark));
        Assert.Equal((ProposalState.Voting, ""), (again.State, again.Remark));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Withdraw_WhileTheMembersVote_LeavesTheOutcomeWithoutEffect()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var voting = await people.PutToVoteAsync(await people.ApprovedAsync());
        await people.WithdrawAsync(voting);

        Assert.Equal(ProposalState.Withdrawn, (await people.CloseAsync(voting)).State);
    }

    [Fact]
    public async Task Snapshot_WhileTheMembersVote_AsksForTheBallotAgain_AndThatOfMembershipHasTheOutcome()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.DraftAsync();
        var voting = await people.PutToVoteAsync(await people.ApprovedAsync());
        await using var connection = await tariffs.Data.OpenConnectionAsync(Cancel);
        var records = new List<Google.Protobuf.IMessage>();
        await using (var reading = await connection.BeginTransactionAsync(Cancel))
        {
            await foreach (var record in new TariffsSnapshot().ReadAsync(reading, Cancel))
                records.Add(record);
        }

        await using var loading = await connection.BeginTransactionAsync(Cancel);
        await people.Copy.LoadAsync(loading, 1, [Any.Pack(BallotOn(voting, BallotState.Adopted))], Cancel);
        await loading.CommitAsync(Cancel);

        var put = Assert.Single(records.OfType<ProposalPutToVote>());
        Assert.Equal(
            ("proposal 2", voting.ContentHash, VotingSubject.Tariff, voting.Content.Title),
            (put.Subject, put.ContentHash, put.Rule, put.Title));
        Assert.Equal(ProposalState.Adopted, (await people.GetAsync(2)).Proposal.State);
    }

    [Theory]
    [InlineData("2027-05-18", "", "2027-06-01", "")]
    [InlineData("2027-05-19", "", "", "content.effective_on NOTICE_14_DAYS")]
    [InlineData("2027-05-19", "2027-06-02", "2027-06-02", "")]
    [InlineData("2027-05-19", "2027-05-31", "", "effective_on EFFECTIVE_DAY")]
    [InlineData("2027-06-20", "", "", "content.effective_on NOTICE_14_DAYS")]
    [InlineData("2027-06-20", "June", "", "effective_on DAY")]
    public async Task Publish_HigherDuty_HasFourteenDaysOfNotice(
        string today, string wanted, string validFrom, string fault)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var adopted = await people.AdoptedAsync();
        tariffs.Clock.Set(today);

        if (fault.Length == 0)
        {
            Assert.Equal(validFrom, (await people.PublishAsync(adopted, wanted)).Version.ValidFrom);
            return;
        }

        var refusal = await Assert.ThrowsAsync<ClubException>(() => people.PublishAsync(adopted, wanted));
        Assert.Contains(fault, refusal.Violations.Select(one => $"{one.Field} {one.Rule}"));
        Assert.Single(tariffs.State.Book.NewestFirst);
    }

    [Fact]
    public async Task Publish_LowerDutyAfterItsDay_AppliesFromToday()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var content = Content();
        content.Amendments[0].Measure.Expression = "15 %";
        var adopted = await people.AdoptedAsync(content);
        tariffs.Clock.Set("2027-06-20");

        Assert.Equal("2027-06-20", (await people.PublishAsync(adopted)).Version.ValidFrom);
    }

    [Fact]
    public async Task Publish_CorrectionOfThePast_IsKnownOfThoseDaysFromNowOn()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var content = Content();
        (content.EffectiveOn, content.Cause) = ("2027-02-01", "The annex was copied wrongly");
        content.Amendments[0].Measure.Expression = "15 %";
        var adopted = await people.AdoptedAsync(content);
        var moved = await Assert.ThrowsAsync<ClubException>(() => people.PublishAsync(adopted, "2027-02-02"));
        var before = tariffs.State.Book.NewestFirst[0].Version.PublishedAt.ToDateTime();

        var version = (await people.PublishAsync(adopted)).Version;

        Assert.Equal("EFFECTIVE_DAY", Assert.Single(moved.Violations).Rule);
        Assert.Equal("2027-02-01", version.ValidFrom);
        var day = new DateOnly(2027, 2, 15);
        Assert.Equal(2, tariffs.State.Book.VersionOn(day, null)!.Version.Number);
        Assert.Equal(1, tariffs.State.Book.VersionOn(day, before)!.Version.Number);
    }

    [Fact]
    public async Task Publish_TwoOnOneBase_JoinsThem_UnlessTheyChangeOneMeasure()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var magnets = Content();
        magnets.EffectiveOn = "2027-05-01";
        magnets.Amendments.Clear();
        magnets.Additions.Add(Base("85051110", "9 %"));
        var oxide = await people.AdoptedAsync();
        var another = await people.AdoptedAsync();
        var other = await people.AdoptedAsync(magnets);
        await people.PublishAsync(oxide);

        var version = (await people.PublishAsync(other)).Version;
        var overtaken = await Assert.ThrowsAsync<ClubException>(() => people.PublishAsync(another));
        var late = await people.DraftAsync(Content());
        magnets.Additions[0].GoodsCode = "85051120";
        magnets.EffectiveOn = "2027-06-01";
        var onTheFirst = await people.DraftAsync(magnets);

        Assert.Equal((3, "2027-05-01"), (version.Number, version.ValidFrom));
        Assert.Equal("20 % 22 %", DutiesOn("2027-05-15", "2027-06-01"));
        Assert.Contains(("OVERTAKEN", "M-0005"), overtaken.Violations.Select(fault => (fault.Rule, fault.Value)));
        Assert.Contains("OVERTAKEN", late.Check.Faults.Select(fault => fault.Rule));
        Assert.Empty(onTheFirst.Check.Faults);
        Assert.Empty(await tariffs.AuditAsync(Cancel));

        string DutiesOn(params string[] days) => string.Join(' ', days.Select(Documents.Wire.ParseDay).Select(day =>
            tariffs.State.Book.VersionOn(day, null)!.Snapshot.Lookup("28469010", "MY", day)
                .Single(measure => measure.Type == Engine.MeasureType.Base).Expression));
    }

    [Fact]
    public async Task Publish_InAnotherReplica_IsKnownHere()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var adopted = await new TestProposals(tariffs).AdoptedAsync();
        var state = new Versions.TariffState();
        using var replica = tariffs.Replica(state);
        await replica.StartAsync(Cancel);
        await Eventually.HoldsAsync(
            "the replica has read", () => Task.FromResult(state.Book.NewestFirst.Count == 1), Within, Cancel);

        await new TestProposals(tariffs).PublishAsync(adopted);

        await Eventually.HoldsAsync(
            "the replica has version 2", () => Task.FromResult(state.Book.NewestFirst.Count == 2), Within, Cancel);
        await replica.StopAsync(Cancel);
    }
}
