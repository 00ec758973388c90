using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Duty;
using Grpc.Core;

namespace CrmClub.Tariffs;

/// <summary>What traders may ask without an account, on the wire.</summary>
internal sealed class DutyFinderEndpoint(FindDuty find) : DutyFinderService.DutyFinderServiceBase
{
    public override Task<FindDutyResponse> FindDuty(FindDutyRequest request, ServerCallContext context) =>
        find.RunAsync(request, context.CancellationToken);
}
