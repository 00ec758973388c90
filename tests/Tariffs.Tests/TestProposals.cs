using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Proposals;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmClub.Tariffs.Tests;

/// <summary>What people do with proposals, through the service's use cases.</summary>
internal sealed class TestProposals(TestTariffs tariffs)
{
    public static readonly Caller Officer = Person("0b000000-0000-4000-8000-000000000001");
    public static readonly Caller Colleague = Person("0b000000-0000-4000-8000-00000000000e");
    public static readonly Caller Approver = Person("0b000000-0000-4000-8000-000000000002");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A sound one on 1 March 2027: 22 % instead of 20 % on Nd-Pr oxide from 1 June on.</summary>
    public static ProposalContent Content() => new()
    {
        Title = "Base duty on Nd-Pr oxide to 22 %",
        Reason = "Imports below cost have doubled.",
        LegalBase = "Decision of the members on Annex II, Part A",
        EffectiveOn = "2027-06-01",
        BaseVersion = 1,
        Amendments = { new MeasureAmendment { Id = "M-0005", Measure = Base("28469010", "22 %") } },
    };

    public static Measure Base(string code, string expression) => new()
    {
        Type = MeasureType.Base,
        GoodsCode = code,
        Origin = "ALL",
        ExcludedOrigins = { "CLUB" },
        Expression = expression,
    };

    public async Task<(Proposal Proposal, ProposalCheck Check)> DraftAsync(
        ProposalContent? content = null, Caller? author = null)
    {
        var answer = await new DraftProposal(tariffs.Desk).DraftAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = content ?? Content() },
            author ?? Officer,
            Cancel);
        return (answer.Proposal, answer.Check);
    }

    public async Task<Proposal> ReviseAsync(Proposal known, ProposalContent content, Caller? author = null) =>
        (await new DraftProposal(tariffs.Desk).ReviseAsync(new ReviseProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Content = content,
        }, author ?? Officer, Cancel)).Proposal;

    public async Task<Proposal> SubmitAsync(Proposal known) =>
        (await new JudgeProposal(tariffs.Desk).SubmitAsync(new SubmitProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
        }, Officer, Cancel)).Proposal;

    public async Task<Proposal> ApproveAsync(Proposal known, Caller? approver = null) =>
        (await new JudgeProposal(tariffs.Desk).ApproveAsync(new ApproveProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
        }, approver ?? Approver, Cancel)).Proposal;

    public async Task<Proposal> RejectAsync(Proposal known, string reason, Caller? approver = null) =>
        (await new JudgeProposal(tariffs.Desk).RejectAsync(new RejectProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Reason = reason,
        }, approver ?? Approver, Cancel)).Proposal;

    public async Task<Proposal> WithdrawAsync(Proposal known, string reason = "Overtaken by events") =>
        (await new JudgeProposal(tariffs.Desk).WithdrawAsync(new WithdrawProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Reason = reason,
        }, Officer, Cancel)).Proposal;

    public async Task<ProposalComment> CommentAsync(
        Proposal known, string place, string text, Caller? author = null) =>
        (await new CommentProposal(tariffs.Desk).CommentAsync(new CommentProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Place = place,
            Text = text,
        }, author ?? Colleague, Cancel)).Comment;

    public async Task<ProposalComment> ResolveAsync(int number, int comment, Caller? by = null) =>
        (await new CommentProposal(tariffs.Desk).ResolveAsync(
            new ResolveCommentRequest { RequestId = NewId(), Number = number, Comment = comment },
            by ?? Officer, Cancel)).Comment;

    public async Task<Proposal> ApprovedAsync(ProposalContent? content = null) =>
        await ApproveAsync(await SubmitAsync((await DraftAsync(content)).Proposal));

    public async Task<Proposal> PutToVoteAsync(
        Proposal known, string deadline = "", bool emergency = false, int confirms = 0) =>
        (await Vote.RunAsync(new PutProposalToVoteRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Deadline = deadline,
            Emergency = emergency,
            Confirms = confirms,
        }, Officer, Cancel)).Proposal;

    /// <summary>What the copy of Membership's journal does with an entry.</summary>
    public async Task TellAsync(IMessage happened)
    {
        var entry = new Entry
        {
            Kind = happened.Descriptor.FullName,
            Subject = happened is BallotRefused refused ? refused.Subject : "B-2027-0001",
            Body = happened.ToByteString(),
        };
        await using var connection = await tariffs.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await Copy.ApplyAsync(transaction, [.. Copy.Split(entry)], Cancel);
        await transaction.CommitAsync(Cancel);
    }

    /// <summary>The members' vote on a proposal as it stands closes.</summary>
    public async Task<Proposal> CloseAsync(Proposal voting, BallotState outcome = BallotState.Adopted)
    {
        await TellAsync(new BallotClosed { Ballot = BallotOn(voting, outcome) });
        return (await GetAsync(voting.Number)).Proposal;
    }

    public static Ballot BallotOn(Proposal proposal, BallotState outcome) => new()
    {
        Number = $"B-2027-{proposal.Number:0000}",
        Proposal = $"proposal {proposal.Number}",
        ContentHash = proposal.ContentHash,
        State = outcome,
        ClosedOn = "2027-03-31",
    };

    public async Task<Proposal> AdoptedAsync(ProposalContent? content = null) =>
        await CloseAsync(await PutToVoteAsync(await ApprovedAsync(content)));

    public async Task<PublishProposalResponse> PublishAsync(Proposal known, string effectiveOn = "") =>
        await new PublishProposal(tariffs.Desk).RunAsync(new PublishProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            EffectiveOn = effectiveOn,
        }, Approver, Cancel);

    public OutcomesCopy Copy => new(new MembershipCopy(tariffs.Data, new MembershipState()), tariffs.Desk, Vote,
        new LapseProposal(NullLogger<LapseProposal>.Instance));

    private PutProposalToVote Vote => new(tariffs.Desk, NullLogger<PutProposalToVote>.Instance);

    public Task<GetProposalResponse> GetAsync(int number) =>
        new ReadProposals(tariffs.Data, tariffs.State, tariffs.Clock)
            .GetAsync(new GetProposalRequest { Number = number }, Cancel);

    public Task<ListProposalsResponse> ListAsync(ListProposalsRequest request) =>
        new ReadProposals(tariffs.Data, tariffs.State, tariffs.Clock).ListAsync(request, Cancel);

    public static string NewId() => Guid.CreateVersion7().ToString("D");

    private static Caller Person(string id) => new(id, "web", "club", IsPerson: true, new HashSet<string>());
}
