using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations.Receipts;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class ReceiptEndpoint(IssueReceipts issue, PublicKeys keys) : ReceiptService.ReceiptServiceBase
{
    public override Task<GetReceiptResponse> GetReceipt(GetReceiptRequest request, ServerCallContext context) =>
        issue.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetPublicKeysResponse> GetPublicKeys(
        GetPublicKeysRequest request, ServerCallContext context) => keys.ReadAsync(context.CancellationToken);
}
