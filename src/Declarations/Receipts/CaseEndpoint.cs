using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations.Receipts;

/// <summary>Maps the contract to the use case.</summary>
internal sealed class CaseEndpoint(GetCaseFile get) : CaseService.CaseServiceBase
{
    public override Task<GetCaseFileResponse> GetCaseFile(GetCaseFileRequest request, ServerCallContext context) =>
        get.HandleAsync(request, context.Caller(), context.CancellationToken);
}
