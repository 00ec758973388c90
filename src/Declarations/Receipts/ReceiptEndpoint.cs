using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations.Receipts;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class ReceiptEndpoint(IssueReceipts issue, PublicKeys keys, ClubHeads heads)
    : ReceiptService.ReceiptServiceBase
{
    private static readonly TimeSpan HeadsKeptMax = TimeSpan.FromSeconds(5);

    public override Task<GetReceiptResponse> GetReceipt(GetReceiptRequest request, ServerCallContext context) =>
        issue.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetPublicKeysResponse> GetPublicKeys(
        GetPublicKeysRequest request, ServerCallContext context) => keys.ReadAsync(context.CancellationToken);

    public override async Task<GetTreeHeadsResponse> GetTreeHeads(
        GetTreeHeadsRequest request, ServerCallContext context)
    {
        var response = new GetTreeHeadsResponse();
        if (await heads.OwnAsync(context.CancellationToken) is { } newest)
            response.Heads.Add(newest.Jws);
        response.Heads.AddRange(heads.Others());
        context.GetHttpContext().Response.Headers.CacheControl = $"public, max-age={HeadsKeptMax.TotalSeconds:0}";
        return response;
    }
}
