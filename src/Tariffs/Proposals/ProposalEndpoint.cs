using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Simulations;
using Grpc.Core;

namespace CrmClub.Tariffs.Proposals;

/// <summary>How the tariff changes, on the wire.</summary>
internal sealed class ProposalEndpoint(
    DraftProposal draft, JudgeProposal judge, PutProposalToVote vote, PublishProposal publish, ReverseProposal reverse,
    CommentProposal comments, ReadProposals proposals, SimulateProposal simulate,
    CancelSimulation cancelSimulation, ReadSimulations simulations)
    : ProposalService.ProposalServiceBase
{
    public override Task<DraftProposalResponse> DraftProposal(
        DraftProposalRequest request, ServerCallContext context) =>
        draft.DraftAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReviseProposalResponse> ReviseProposal(
        ReviseProposalRequest request, ServerCallContext context) =>
        draft.ReviseAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SubmitProposalResponse> SubmitProposal(
        SubmitProposalRequest request, ServerCallContext context) =>
        judge.SubmitAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveProposalResponse> ApproveProposal(
        ApproveProposalRequest request, ServerCallContext context) =>
        judge.ApproveAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RejectProposalResponse> RejectProposal(
        RejectProposalRequest request, ServerCallContext context) =>
        judge.RejectAsync(request, context.Caller(), context.CancellationToken);

    public override Task<WithdrawProposalResponse> WithdrawProposal(
        WithdrawProposalRequest request, ServerCallContext context) =>
        judge.WithdrawAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PutProposalToVoteResponse> PutProposalToVote(
        PutProposalToVoteRequest request, ServerCallContext context) =>
        vote.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PublishProposalResponse> PublishProposal(
        PublishProposalRequest request, ServerCallContext context) =>
        publish.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReverseProposalResponse> ReverseProposal(
        ReverseProposalRequest request, ServerCallContext context) =>
        reverse.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CommentProposalResponse> CommentProposal(
        CommentProposalRequest request, ServerCallContext context) =>
        comments.CommentAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ResolveCommentResponse> ResolveComment(
        ResolveCommentRequest request, ServerCallContext context) =>
        comments.ResolveAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SimulateProposalResponse> SimulateProposal(
        SimulateProposalRequest request, ServerCallContext context) =>
        simulate.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CancelSimulationResponse> CancelSimulation(
        CancelSimulationRequest request, ServerCallContext context) =>
        cancelSimulation.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetSimulationResponse> GetSimulation(
        GetSimulationRequest request, ServerCallContext context) =>
        simulations.GetAsync(request, context.CancellationToken);

    public override Task<GetSimulationDocumentResponse> GetSimulationDocument(
        GetSimulationDocumentRequest request, ServerCallContext context) =>
        simulations.DocumentAsync(request, context.CancellationToken);

    public override Task<GetProposalResponse> GetProposal(GetProposalRequest request, ServerCallContext context) =>
        proposals.GetAsync(request, context.CancellationToken);

    public override Task<ListProposalsResponse> ListProposals(
        ListProposalsRequest request, ServerCallContext context) =>
        proposals.ListAsync(request, context.CancellationToken);
}
