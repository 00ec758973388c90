using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using Grpc.Core;

namespace CrmClub.Membership.Parties;

/// <summary>Who is in the club, on the wire.</summary>
public sealed class MembershipEndpoint(MembershipState state, ClubTime time) : MembershipService.MembershipServiceBase
{
    public override Task<ListPartiesResponse> ListParties(ListPartiesRequest request, ServerCallContext context) =>
        Task.FromResult(Parties.ListParties.Answer(state.View, request, time));

    public override Task<GetPartyResponse> GetParty(GetPartyRequest request, ServerCallContext context) =>
        Task.FromResult(Parties.GetParty.Answer(state.View, request, time));

    public override Task<ListAdministrationsResponse> ListAdministrations(
        ListAdministrationsRequest request, ServerCallContext context) =>
        Task.FromResult(Administrations.ListAdministrations.Answer(state.View, request));
}
