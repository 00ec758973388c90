using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Changes;

namespace CrmClub.Tariffs.Proposals;

/// <summary>The way from a draft to what may be voted on: submitted by who wrote it, approved by who did not.</summary>
internal sealed class JudgeProposal(ChangeDesk desk)
{
    private const int ReasonLengthMax = 500;

    public Task<SubmitProposalResponse> SubmitAsync(
        SubmitProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var proposal = await step.TakeAsync(request.Number, request.KnownRevision, ProposalState.Draft);
            ThrowIfUnsound(proposal, step);
            proposal.State = ProposalState.Submitted;
            await step.RecordAsync(proposal);
            return new SubmitProposalResponse { Proposal = proposal };
        }, cancel);

    public Task<ApproveProposalResponse> ApproveAsync(
        ApproveProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var proposal = await OthersAsync(request.Number, request.KnownRevision, step);
            // What was right when it was submitted may not be any more.
            ThrowIfUnsound(proposal, step);
            proposal.State = ProposalState.Approved;
            proposal.Approver = caller.Id;
            await step.RecordAsync(proposal);
            return new ApproveProposalResponse { Proposal = proposal };
        }, cancel);

    public Task<RejectProposalResponse> RejectAsync(
        RejectProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            CheckReason(request.Reason, step);
            var proposal = await OthersAsync(request.Number, request.KnownRevision, step);
            proposal.State = ProposalState.Rejected;
            proposal.Approver = caller.Id;
            proposal.Remark = request.Reason;
            await step.RecordAsync(proposal);
            return new RejectProposalResponse { Proposal = proposal };
        }, cancel);

    public Task<WithdrawProposalResponse> WithdrawAsync(
        WithdrawProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            CheckReason(request.Reason, step);
            var proposal = await step.TakeAsync(
                request.Number, request.KnownRevision, ProposalState.Draft, ProposalState.Submitted,
                ProposalState.Approved, ProposalState.Voting, ProposalState.Adopted);
            proposal.State = ProposalState.Withdrawn;
            proposal.Remark = request.Reason;
            await step.RecordAsync(proposal, null, next => new ProposalWithdrawn
            {
                Subject = ProposalSteps.Subject(next.Number),
                Proposal = next,
            });
            return new WithdrawProposalResponse { Proposal = proposal };
        }, cancel);

    /// <summary>Refuses a proposal that breaks rules by what is known now.</summary>
    public static void ThrowIfUnsound(Proposal proposal, ChangeStep step) =>
        ProposalRules.Judge(proposal.Content, step.Book, step.Today).Faults.ThrowIfAny();

    private static async Task<Proposal> OthersAsync(int number, int knownRevision, ChangeStep step)
    {
        var proposal = await step.TakeAsync(number, knownRevision, ProposalState.Submitted);
        return proposal.Authors.Contains(step.Work.Caller.Id)
            ? throw new ClubException(ErrorReason.FourEyes, "Who wrote in a proposal may not approve it.")
            : proposal;
    }

    private static void CheckReason(string reason, ChangeStep step)
    {
        step.Work.Faults.Text("reason", "", reason, ReasonLengthMax);
        step.Work.Faults.ThrowIfAny();
    }
}
