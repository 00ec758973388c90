using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Storage;

namespace CrmClub.Tariffs.Rates;

/// <summary>Takes figures: new ones are recorded at once, those that correct others wait for a second person.</summary>
internal sealed class RecordRates(ChangeDesk desk)
{
    public const int FiguresMax = 2000;

    // An entry holds the correction and the set that it became.
    public const int BytesMax = 240 * 1024;

    private const int SeriesLengthMax = 50;
    private const int SourceLengthMax = 200;
    private const int ReasonLengthMax = 500;

    public Task<RecordRatesResponse> RunAsync(
        RecordRatesRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            Check(request, step);
            var known = new KnownFigures(step.Book, step.Today);
            var rates = request.Rates.Select(rate => (Figure: rate, Standing: known.Of(rate))).ToList();
            var prices = request.Prices.Select(price => (Figure: price, Standing: known.Of(price))).ToList();
            var correction = new RateCorrection { Reason = request.Reason };
            correction.Rates.Add(from one in rates where one.Standing != Standing.Known select one.Figure);
            correction.Prices.Add(from one in prices where one.Standing != Standing.Known select one.Figure);
            var left = correction.Rates.Count + correction.Prices.Count;
            var response = new RecordRatesResponse { Known = request.Rates.Count + request.Prices.Count - left };
            if (left == 0)
                return response;
            var standings = rates.Select(one => one.Standing).Concat(prices.Select(one => one.Standing));
            var corrected = standings.Count(standing => standing == Standing.Correction);
            if (corrected == 0)
                response.Set = await RecordAsync(correction, step);
            else
                response.Correction = await PrepareAsync(correction, corrected, step);
            return response;
        }, cancel);

    /// <summary>Records the figures as the next set, with what is said of a correction that was approved.</summary>
    public static async Task<ExchangeRateSet> RecordAsync(RateCorrection correction, ChangeStep step)
    {
        var set = new ExchangeRateSet
        {
            Number = step.Book.RateSet + 1,
            RecordedAt = step.Now,
            Rates = { correction.Rates },
            Prices = { correction.Prices },
        };
        var recorded = new ExchangeRatesRecorded { Set = set };
        if (correction.Number > 0)
        {
            correction.Set = set.Number;
            recorded.Correction = correction;
        }

        var entry = await step.Work.Transaction.AppendAsync(
            new NewEntry(step.Work.Caller.Id, $"rates {set.Number}", null, recorded), step.Work.Cancel);
        await RateSetRows.AddAsync(step.Work.Transaction, entry, set, step.Work.Cancel);
        if (correction.Number > 0)
            await RateCorrectionRows.AddAsync(step.Work.Transaction, entry, correction, step.Work.Cancel);
        return set;
    }

    private static async Task<RateCorrection> PrepareAsync(RateCorrection correction, int corrected, ChangeStep step)
    {
        if (correction.Reason.Length == 0)
            step.Work.Faults.Add("reason", "", "REQUIRED", "", "why they are corrected",
                $"{corrected} of the figures take the place of others.");
        step.Work.Faults.ThrowIfAny();
        correction.Number = await RateCorrectionRows.NextNumberAsync(
            step.Work.Transaction.Connection!, step.Work.Cancel);
        correction.State = RateCorrectionState.Prepared;
        correction.Author = step.Work.Caller.Id;
        await RateCorrectionRows.RecordAsync(correction, step);
        return correction;
    }

    private static void Check(RecordRatesRequest request, ChangeStep step)
    {
        var faults = step.Work.Faults;
        if (request.Rates.Count + request.Prices.Count is var count && count is 0 or > FiguresMax)
            faults.Add("rates", "", "COUNT", $"{count}", $"1 to {FiguresMax} figures", "Record them in parts.");
        if (request.CalculateSize() is var size && size > BytesMax)
            faults.Add("rates", "", "CONTENT_SIZE", $"{size}", $"at most {BytesMax} bytes", "Record them in parts.");
        faults.ThrowIfAny();
        faults.Text("reason", "", request.Reason, ReasonLengthMax, required: false);
        for (var index = 0; index < request.Rates.Count; index++)
        {
            faults.Text($"rates[{index}].series", "", request.Rates[index].Series, SeriesLengthMax, required: false);
            faults.Text($"rates[{index}].source", "", request.Rates[index].Source, SourceLengthMax);
        }

        for (var index = 0; index < request.Prices.Count; index++)
            faults.Text($"prices[{index}].source", "", request.Prices[index].Source, SourceLengthMax);
        var broken = new List<Violation>();
        RateCheck.Check(request.Rates, index => $"rates[{index}].", broken);
        RateCheck.Check(
            request.Prices, index => $"prices[{index}].", step.Book.NewestFirst[0].Document.Materials, broken);
        faults.AddRange(broken);
        faults.ThrowIfAny();
    }
}
