using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.Declarations.Supply;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class SupplyEndpoint(ListSupply list, DrawDominance draw) : SupplyService.SupplyServiceBase
{
    public override Task<ListSupplyResponse> ListSupply(ListSupplyRequest request, ServerCallContext context) =>
        list.HandleAsync(request, context.CancellationToken);

    public override Task<DrawDominanceResponse> DrawDominance(
        DrawDominanceRequest request, ServerCallContext context) =>
        draw.HandleAsync(request, context.CancellationToken);
}
