using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Membership.Voting;

/// <summary>What the members vote on, on the wire.</summary>
internal sealed class VotingEndpoint(OpenBallot open, CastVote cast, ReadBallots ballots)
    : VotingService.VotingServiceBase
{
    public override Task<OpenBallotResponse> OpenBallot(OpenBallotRequest request, ServerCallContext context) =>
        open.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CastVoteResponse> CastVote(CastVoteRequest request, ServerCallContext context) =>
        cast.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetBallotResponse> GetBallot(GetBallotRequest request, ServerCallContext context) =>
        ballots.GetAsync(request, context.CancellationToken);

    public override Task<ListBallotsResponse> ListBallots(ListBallotsRequest request, ServerCallContext context) =>
        ballots.ListAsync(request, context.CancellationToken);
}
