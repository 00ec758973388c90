using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A pair with a gap, one that is covered, a price below its floor; and two corrections.</summary>
internal sealed class StubRates : RateService.RateServiceBase
{
    internal static RecordRatesRequest Recorded { get; private set; } = new();

    internal static string Judged { get; private set; } = "";

    internal static CompareDutiesRequest Compared { get; private set; } = new();

    internal static CompareDutiesResponse Compare(CompareDutiesRequest request)
    {
        Compared = request;
        if (request.After.Consignment.Item.GoodsCode.Length != 8)
            throw Refused("after.consignment.item.goods_code", "HS_CODE", "There is no such code.");
        return new()
        {
            Comparison = new DutyComparison
            {
                Before = new Money { Amount = "8509.92", Currency = "EUR" },
                After = new Money { Amount = "9000.00", Currency = "EUR" },
                Differences =
                {
                    new DutyDifference { Causes = { DutyCause.Price }, Amount = "700.08" },
                    new DutyDifference { Causes = { DutyCause.Tariff }, Amount = "-210.00" },
                },
            },
        };
    }

    // A declaration with its content: what the item was decided by is in it.
    internal static GetDeclarationResponse Declared(DeclarationAnswer answer) => new()
    {
        Answer = answer,
        Revisions =
        {
            new DeclarationAnswer(answer) { Duty = new Money { Amount = "40000.00", Currency = "EUR" } },
            new DeclarationAnswer(answer) { Revision = 2 },
        },
        Declaration = new Declaration
        {
            Items =
            {
                new GoodsItem
                {
                    Number = 1, GoodsCode = "28469020", Origin = "CN", NetMassKg = "254",
                    CustomsValue = new Money { Amount = "42549.60", Currency = "EUR" },
                },
            },
        },
    };

    internal static ListExchangeRatesResponse List(ListExchangeRatesRequest request) => new()
    {
        Rates =
        {
            Rate("USD", "1.10", "2026-09-01", "2026-10-01"), Rate("USD", "1.20", "2026-11-01", "2026-12-01"),
            Rate("JPY", "160", "2026-09-01", ""),
        },
    };

    public override Task<ListReferencePricesResponse> ListReferencePrices(
        ListReferencePricesRequest request, ServerCallContext context) => Task.FromResult(
            new ListReferencePricesResponse
            {
                Prices =
                {
                    new ReferencePrice
                    {
                        Material = "Dy", Stage = Stage.SeparatedCompound, ContentUnit = "Dy2O3",
                        ValidFrom = "2024-01-01", Price = new Money { Amount = "260", Currency = "USD" },
                        Source = StubServices.Markup,
                    },
                },
            });

    public override Task<ListRateGapsResponse> ListRateGaps(ListRateGapsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListRateGapsResponse
        {
            Gaps = { new RateGap { Series = "EU-MONTHLY EUR/USD", From = "2026-12-01" } },
        });

    public override Task<ListRateCorrectionsResponse> ListRateCorrections(
        ListRateCorrectionsRequest request, ServerCallContext context) => Task.FromResult(
            new ListRateCorrectionsResponse
            {
                Corrections =
                {
                    Correction(2, "officer", RateCorrectionState.Prepared),
                    Correction(1, "officer", RateCorrectionState.Recorded),
                },
            });

    public override Task<ListRateSetsResponse> ListRateSets(ListRateSetsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListRateSetsResponse
        {
            Sets =
            {
                new RecordedRateSet { Number = 4, RecordedBy = "oid-4", Correction = 1, RecordedAt = new Timestamp() },
            },
        });

    public override Task<RecordRatesResponse> RecordRates(RecordRatesRequest request, ServerCallContext context)
    {
        Recorded = request;
        return request.Rates.Any(one => one.Quote == "USD") && request.Reason.Length == 0
            ? throw Refused("reason", "REQUIRED", "1 of the figures take the place of others.")
            : Task.FromResult(request.Reason.Length > 0
                ? new RecordRatesResponse { Correction = Correction(3, "officer", RateCorrectionState.Prepared) }
                : new RecordRatesResponse { Set = new ExchangeRateSet { Number = 5 }, Known = 0 });
    }

    public override Task<ApproveRateCorrectionResponse> ApproveRateCorrection(
        ApproveRateCorrectionRequest request, ServerCallContext context)
    {
        Judged = $"approved {request.Number}";
        return Task.FromResult(new ApproveRateCorrectionResponse { Correction = new() });
    }

    public override Task<RejectRateCorrectionResponse> RejectRateCorrection(
        RejectRateCorrectionRequest request, ServerCallContext context)
    {
        if (request.Reason.Length == 0)
            throw Refused("reason", "REQUIRED", "A reason is needed.");
        Judged = $"rejected {request.Number}: {request.Reason}";
        return Task.FromResult(new RejectRateCorrectionResponse { Correction = new() });
    }

    private static RateCorrection Correction(int number, string author, RateCorrectionState state) => new()
    {
        Number = number,
        Author = author,
        State = state,
        Reason = StubServices.Markup,
        Rates = { Rate("USD", "1.15", "2026-11-01", "2026-12-01") },
        RecordedAt = new Timestamp(),
    };

    private static ExchangeRate Rate(string quote, string rate, string from, string to) => new()
    {
        Series = "EU-MONTHLY",
        Base = "EUR",
        Quote = quote,
        Rate = rate,
        ValidFrom = from,
        ValidTo = to,
        Source = "ECB",
    };

    private static RpcException Refused(string field, string rule, string message) => new Google.Rpc.Status
    {
        Code = (int)StatusCode.InvalidArgument,
        Message = "1 rule is broken.",
        Details =
        {
            Any.Pack(new ViolationList
            {
                Violations = { new Violation { Field = field, Rule = rule, Message = message } },
            }),
        },
    }.ToRpcException();
}
