using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Rates;

/// <summary>What the pages of rates and prices ask and do, in the name of who is signed in.</summary>
internal sealed class RateCalls(
    PersonsCalls calls, TariffService.TariffServiceClient tariffs, RateService.RateServiceClient rates)
{
    /// <summary>Corrections that are listed at most, the newest.</summary>
    internal const int CorrectionsMax = 500;

    private const string Service = "tariffs";
    private const int SetsMax = 20;

    public Task<Answer<ListExchangeRatesResponse>> RatesAsync(ListExchangeRatesRequest request) =>
        calls.AskAsync(Service, options => tariffs.ListExchangeRatesAsync(request, options));

    public Task<Answer<ListReferencePricesResponse>> PricesAsync(ListReferencePricesRequest request) =>
        calls.AskAsync(Service, options => rates.ListReferencePricesAsync(request, options));

    /// <summary>Series without a figure on a day; on tomorrow where none is named.</summary>
    public Task<Answer<ListRateGapsResponse>> GapsAsync(string day) => calls.AskAsync(Service,
        options => rates.ListRateGapsAsync(new ListRateGapsRequest { AsOf = day }, options));

    public Task<Answer<ListRateCorrectionsResponse>> CorrectionsAsync() => calls.AskAsync(Service,
        options => rates.ListRateCorrectionsAsync(new() { PageSize = CorrectionsMax }, options));

    /// <summary>What was recorded last, when and by whom.</summary>
    public Task<Answer<ListRateSetsResponse>> SetsAsync() => calls.AskAsync(Service,
        options => rates.ListRateSetsAsync(new ListRateSetsRequest { PageSize = SetsMax }, options));

    public Task<Answer<RecordRatesResponse>> RecordAsync(RecordRatesRequest request) =>
        calls.AskAsync(Service, options => rates.RecordRatesAsync(request, options));

    /// <summary>Second pair of eyes, once for the form's request id.</summary>
    public async Task<Answer<RateCorrection>> JudgeAsync(int number, JudgeForm form) => form.Deed == JudgeDeed.Approve
        ? (await calls.AskAsync(Service, options => rates.ApproveRateCorrectionAsync(
            new() { RequestId = form.RequestId ?? "", Number = number }, options))).Of(done => done.Correction)
        : (await calls.AskAsync(Service, options => rates.RejectRateCorrectionAsync(
            new() { RequestId = form.RequestId ?? "", Number = number, Reason = form.Reason?.Trim() ?? "" }, options)))
            .Of(done => done.Correction);
}
