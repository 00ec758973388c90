using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;
using Grpc.Core;

namespace CrmClub.Web.Proposals;

/// <summary>What the pages of proposals ask and do, in the name of who is signed in.</summary>
internal sealed class ProposalCalls(
    PersonsCalls calls, ProposalService.ProposalServiceClient proposals, VotingService.VotingServiceClient voting)
{
    private const string Service = "tariffs";

    public Task<Answer<ListProposalsResponse>> ListAsync(ListProposalsRequest request) =>
        calls.AskAsync(Service, options => proposals.ListProposalsAsync(request, options));

    public Task<Answer<GetProposalResponse>> GetAsync(int number) => calls.AskAsync(Service,
        options => proposals.GetProposalAsync(new GetProposalRequest { Number = number }, options));

    /// <summary>The newest simulation of a proposal, with what came out.</summary>
    public Task<Answer<GetSimulationResponse>> SimulationAsync(int number) => calls.AskAsync(Service,
        options => proposals.GetSimulationAsync(new GetSimulationRequest { Number = number }, options));

    /// <summary>Asks what it would have made of a period, once for the form's request id.</summary>
    public Task<Answer<SimulateProposalResponse>> SimulateAsync(int number, SimulateForm form) => calls.AskAsync(
        Service, options => proposals.SimulateProposalAsync(
            new()
            {
                RequestId = form.RequestId ?? "",
                Number = number,
                KnownRevision = form.KnownRevision,
                FromDay = form.FromDay?.Trim() ?? "",
                ToDay = form.ToDay?.Trim() ?? "",
            }, options));

    public Task<Answer<GetBallotResponse>> BallotAsync(string number) => calls.AskAsync("membership",
        options => voting.GetBallotAsync(new GetBallotRequest { Number = number }, options));

    public Task<Answer<ListBallotsResponse>> BallotsAsync(BallotState state) => calls.AskAsync("membership",
        options => voting.ListBallotsAsync(new ListBallotsRequest { State = state }, options));

    /// <summary>Writes a draft, or another revision of one, once for the form's request id; or only looks at it.
    /// </summary>
    public async Task<Answer<DraftAnswer>> WriteAsync(
        int number, DraftForm form, ProposalContent content, bool isCheck)
    {
        var (id, known) = (form.RequestId ?? "", form.KnownRevision);
        return number == 0
            ? (await calls.AskAsync(Service, options => proposals.DraftProposalAsync(
                new() { RequestId = id, ValidateOnly = isCheck, Content = content }, options)))
                .Of(done => new DraftAnswer(done.Proposal, done.Check))
            : (await calls.AskAsync(Service, options => proposals.ReviseProposalAsync(
                new()
                {
                    RequestId = id,
                    ValidateOnly = isCheck,
                    Number = number,
                    KnownRevision = known,
                    Content = content,
                }, options))).Of(done => new DraftAnswer(done.Proposal, done.Check));
    }

    /// <summary>Takes the step that a form asks for, once for its request id.</summary>
    public Task<Answer<Proposal>> DoAsync(int number, DeedForm form)
    {
        var (id, known, text) = (form.RequestId ?? "", form.KnownRevision, form.Text?.Trim() ?? "");
        return form.Deed switch
        {
            Deed.Submit => ProposalOf(options => proposals.SubmitProposalAsync(
                new() { RequestId = id, Number = number, KnownRevision = known }, options), done => done.Proposal),
            Deed.Approve => ProposalOf(options => proposals.ApproveProposalAsync(
                new() { RequestId = id, Number = number, KnownRevision = known }, options), done => done.Proposal),
            Deed.Reject => ProposalOf(options => proposals.RejectProposalAsync(
                new() { RequestId = id, Number = number, KnownRevision = known, Reason = text }, options),
                done => done.Proposal),
            Deed.PutToVote => ProposalOf(options => proposals.PutProposalToVoteAsync(
                new() { RequestId = id, Number = number, KnownRevision = known }, options), done => done.Proposal),
            Deed.Publish => ProposalOf(options => proposals.PublishProposalAsync(
                new() { RequestId = id, Number = number, KnownRevision = known }, options), done => done.Proposal),
            Deed.Withdraw => ProposalOf(options => proposals.WithdrawProposalAsync(
                new() { RequestId = id, Number = number, KnownRevision = known, Reason = text }, options),
                done => done.Proposal),
            Deed.Reverse => ProposalOf(options => proposals.ReverseProposalAsync(
                new() { RequestId = id, Number = number, Reason = text }, options), done => done.Proposal),
            _ => ProposalOf(options => proposals.CommentProposalAsync(
                new() { RequestId = id, Number = number, KnownRevision = known, Place = form.Place ?? "", Text = text },
                options), _ => new Proposal { Number = number }),
        };
    }

    private async Task<Answer<Proposal>> ProposalOf<T>(
        Func<CallOptions, AsyncUnaryCall<T>> call, Func<T, Proposal> take)
        where T : class => (await calls.AskAsync(Service, call)).Of(take);
}

/// <summary>A draft as it is kept, or would be, and the rules that it breaks.</summary>
internal sealed record DraftAnswer(Proposal Proposal, ProposalCheck Check);
