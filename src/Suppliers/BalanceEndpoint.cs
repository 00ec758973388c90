using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Ledger;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>The ledger on the wire.</summary>
internal sealed class BalanceEndpoint(ReadBalances read, RecordTransfer transfers) : BalanceService.BalanceServiceBase
{
    public override Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context) =>
        read.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context) =>
        read.ClaimsAsync(request, context.CancellationToken);

    public override Task<RecordTransferResponse> RecordTransfer(
        RecordTransferRequest request, ServerCallContext context) =>
        transfers.RunAsync(request, context.Caller(), context.CancellationToken);
}
