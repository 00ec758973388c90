using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Versions;
using Grpc.Core;

namespace CrmClub.Tariffs.Rates;

/// <summary>Exchange rates and reference prices on the wire.</summary>
internal sealed class RateEndpoint(
    RecordRates record, JudgeRateCorrection judge, ListRateCorrections corrections, ListRateSets sets,
    TariffState tariffs, ClubTime time)
    : RateService.RateServiceBase
{
    public override Task<RecordRatesResponse> RecordRates(RecordRatesRequest request, ServerCallContext context) =>
        record.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveRateCorrectionResponse> ApproveRateCorrection(
        ApproveRateCorrectionRequest request, ServerCallContext context) =>
        judge.ApproveAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RejectRateCorrectionResponse> RejectRateCorrection(
        RejectRateCorrectionRequest request, ServerCallContext context) =>
        judge.RejectAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListRateCorrectionsResponse> ListRateCorrections(
        ListRateCorrectionsRequest request, ServerCallContext context) =>
        corrections.RunAsync(request, context.CancellationToken);

    public override Task<ListRateSetsResponse> ListRateSets(
        ListRateSetsRequest request, ServerCallContext context) => sets.RunAsync(request, context.CancellationToken);

    public override Task<ListReferencePricesResponse> ListReferencePrices(
        ListReferencePricesRequest request, ServerCallContext context) =>
        Task.FromResult(Rates.ListReferencePrices.Answer(tariffs.Book, request, time));

    public override Task<ListRateGapsResponse> ListRateGaps(ListRateGapsRequest request, ServerCallContext context) =>
        Task.FromResult(RateGaps.Answer(tariffs.Book, request, time));
}
