using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>Two quotas: of one half is used and it is blocked, the other is used up.</summary>
internal sealed class StubQuotas : QuotaService.QuotaServiceBase
{
    internal const string Half = "099020";
    private const string Gone = "099021";

    internal static ChangeQuotaStateRequest Changed { get; private set; } = new();

    public override Task<ListQuotasResponse> ListQuotas(ListQuotasRequest request, ServerCallContext context) =>
        Task.FromResult(new ListQuotasResponse { Quotas = { One(Half, "600"), One(Gone, "0") } });

    public override Task<GetQuotaResponse> GetQuota(GetQuotaRequest request, ServerCallContext context) =>
        request.OrderNumber is not (Half or Gone)
            ? throw new RpcException(new Status(StatusCode.NotFound, "There is no such quota."))
            : Task.FromResult(new GetQuotaResponse
            {
                Quota = One(request.OrderNumber, request.OrderNumber == Half ? "600" : "0"),
                Allocations =
                {
                    Account(request.OrderNumber, request.OrderNumber == Half ? "600" : "0", 2, "2026-11-26"),
                    Account(request.OrderNumber, "900", 1, "2026-10-01"),
                },
            });

    public override Task<ChangeQuotaStateResponse> ChangeQuotaState(
        ChangeQuotaStateRequest request, ServerCallContext context)
    {
        Changed = request;
        return request.Reason.Length > 0
            ? Task.FromResult(new ChangeQuotaStateResponse { Changed = State(request.OrderNumber) })
            : throw new Google.Rpc.Status
            {
                Code = (int)StatusCode.InvalidArgument,
                Message = "1 rule is broken.",
                Details =
                {
                    Any.Pack(new ViolationList
                    {
                        Violations =
                        {
                            new Violation { Field = "reason", Rule = "REQUIRED", Message = "A reason is needed." },
                        },
                    }),
                },
            }.ToRpcException();
    }

    private static TariffQuota One(string order, string balance) => new()
    {
        Definition = new QuotaDefinition
        {
            OrderNumber = order,
            Unit = "kg Dy2O3",
            Periods = { new QuotaPeriod { OpenFrom = "2026-07-01", OpenTo = "2099-07-01", Volume = "1200" } },
        },
        State = order == Half ? State(order) : null,
        Accounts = { Account(order, balance, 2, "2026-11-26") },
        PendingRequests = 2,
        Pending = "1600",
        At = new Timestamp(),
    };

    private static QuotaStateChanged State(string order) => new()
    {
        OrderNumber = order,
        State = QuotaState.Blocked,
        Reason = StubServices.Markup,
        ChangedBy = "oid-1",
        ChangedAt = new Timestamp(),
    };

    private static QuotaAccount Account(string order, string balance, int number, string until) => new()
    {
        OrderNumber = order,
        OpenFrom = "2026-07-01",
        Unit = "kg Dy2O3",
        Volume = "1200",
        Allocated = $"{1200 - int.Parse(balance)}",
        Balance = balance,
        Exhausted = balance == "0",
        Criticality = QuotaCriticality.NoEquivalent,
        AllocatedUntil = until,
        AllocatedOn = until,
        Number = number,
    };
}
