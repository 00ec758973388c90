using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations.Controls;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class ControlEndpoint(ProfileDesk desk, ProfileSight sight, ControlRates rates)
    : ControlService.ControlServiceBase
{
    public override Task<ListRiskProfilesResponse> ListRiskProfiles(
        ListRiskProfilesRequest request, ServerCallContext context) =>
        sight.ListAsync(context.Caller(), context.CancellationToken);

    public override Task<GetRiskProfileResponse> GetRiskProfile(
        GetRiskProfileRequest request, ServerCallContext context) =>
        sight.GetAsync(request.Id, context.Caller(), context.CancellationToken);

    public override Task<ProposeRiskProfileResponse> ProposeRiskProfile(
        ProposeRiskProfileRequest request, ServerCallContext context) =>
        desk.ProposeAsync(request, context.Caller(), context.CancellationToken);

    public override Task<TryRiskProfileResponse> TryRiskProfile(
        TryRiskProfileRequest request, ServerCallContext context) =>
        desk.TryAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveRiskProfileResponse> ApproveRiskProfile(
        ApproveRiskProfileRequest request, ServerCallContext context) =>
        desk.ApproveAsync(request, context.Caller(), context.CancellationToken);

    public override Task<EndRiskProfileResponse> EndRiskProfile(
        EndRiskProfileRequest request, ServerCallContext context) =>
        desk.EndAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetControlRatesResponse> GetControlRates(
        GetControlRatesRequest request, ServerCallContext context) =>
        rates.HandleAsync(request, context.Caller(), context.CancellationToken);
}
