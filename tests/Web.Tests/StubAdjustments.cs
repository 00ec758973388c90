using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>Adjustments of two causes in each of the ways in which they wait, and accounts of two months.</summary>
internal sealed class StubAdjustments : AdjustmentService.AdjustmentServiceBase
{
    internal const string Cause = "certificate CRM-2026-000123 revoked from 2026-02-01";
    private const string Rates = "exchange rates corrected by set 4";

    internal static ListAdjustmentsResponse List(ListAdjustmentsRequest request) => new()
    {
        Adjustments =
        {
            All.Where(one => request.Administration.Length == 0 || one.Administration == request.Administration)
                .Where(one => request.Cause.Length == 0 || one.Cause == request.Cause)
                .Where(one => !request.Open || one.State is not (AdjustmentState.Settled or AdjustmentState.Dropped)),
        },
    };

    // Of JP half is collected, and nothing of what DE dropped is claimed.
    internal static GetAccountsResponse Accounts(GetAccountsRequest request) => request.FromMonth == "nonsense"
        ? throw new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = "1 rule is broken.",
            Details =
            {
                Any.Pack(new ViolationList
                {
                    Violations =
                    {
                        new Violation
                        {
                            Field = "from_month", Rule = "MONTH", Value = "nonsense", Message = "It is no month.",
                        },
                    },
                }),
            },
        }.ToRpcException()
        : new()
        {
            Unexplained = "0.00",
            Accounts =
            {
                new Account
                {
                    Administration = "DE", Month = "2026-10", Currency = "EUR", Decided = "1000.00",
                    Adjusted = "250.00", Dropped = "-50.00", Collected = "1100.00",
                },
                new Account
                {
                    Administration = "JP", Month = "2026-11", Currency = "JPY", Decided = "200000", Adjusted = "0",
                    Dropped = "0", Collected = "100000",
                },
            },
        };

    public override Task<GetAdjustmentResponse> GetAdjustment(
        GetAdjustmentRequest request, ServerCallContext context) => All.FirstOrDefault(one => one.Id == request.Id)
        is { } found
        ? Task.FromResult(new GetAdjustmentResponse { Adjustment = found })
        : throw new RpcException(new Status(StatusCode.NotFound, "There is none."));

    /// <summary>What was asked to be done last.</summary>
    internal static IMessage? Done { get; private set; }

    public override Task<ReportAdjustmentResponse> ReportAdjustment(
        ReportAdjustmentRequest request, ServerCallContext context)
    {
        Done = request;
        return request.Step.Dropped is not { Text: "" }
            ? Task.FromResult(new ReportAdjustmentResponse { Adjustment = All[0] })
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
                            new Violation { Field = "step.dropped.text", Rule = "REQUIRED", Message = "It is empty." },
                        },
                    }),
                },
            }.ToRpcException();
    }

    public override Task<ListReassessmentsResponse> ListReassessments(
        ListReassessmentsRequest request, ServerCallContext context) => Task.FromResult(new ListReassessmentsResponse
        {
            Reassessments =
            {
                new Reassessment { Number = 4, Cause = StubServices.Markup, FinishedAt = new Timestamp() },
                new Reassessment { Number = 3, Cause = Cause, Found = 9, Done = 8, Revised = 4 },
            },
        });

    internal static string IdOf(int number) => $"00000000-0000-0000-0000-{number:000000000000}";

    private static List<Adjustment> All =>
    [
        One(1, "DE", "300.00", Cause, AdjustmentState.Proposed, "2029-11-27"),
        new(One(2, "DE", "120.00", Cause, AdjustmentState.Proposed, "2029-11-27")) { HearingUntil = "2026-12-10" },
        One(3, "DE", "-50.00", Cause, AdjustmentState.Settled, "2029-11-27"),
        new(One(4, "FR", "80.00", Cause, AdjustmentState.Notified, "2029-11-27")) { UnderAppeal = true },
        new(One(5, "FR", "30.00", Cause, AdjustmentState.Dropped, "2029-11-27"))
        {
            Reports =
            {
                new AdjustmentReport
                {
                    Number = 1, State = AdjustmentState.Dropped, RecordedAt = new Timestamp(),
                    Step = new() { Dropped = new() { Day = "2026-11-27", Text = StubServices.Markup } },
                },
            },
        },
        One(6, "JP", "9000", Cause, AdjustmentState.Notified, "2029-11-27"),
        new(One(7, "DE", "11.00", Rates, AdjustmentState.Heard, "2026-11-01")) { Barred = true },
    ];

    private static Adjustment One(
        int number, string administration, string amount, string cause, AdjustmentState state, string bar) => new()
        {
            Id = IdOf(number),
            Mrn = number == 1 ? StubServices.Mrn : $"26{administration}{number}",
            Administration = administration,
            Difference = new Money { Amount = amount, Currency = administration == "JP" ? "JPY" : "EUR" },
            Cause = cause,
            State = state,
            TimeBar = bar,
            ProposedAt = new Timestamp(),
        };
}
