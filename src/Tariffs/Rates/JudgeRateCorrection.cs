using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Changes;

namespace CrmClub.Tariffs.Rates;

/// <summary>The second pair of eyes on a correction.</summary>
internal sealed class JudgeRateCorrection(ChangeDesk desk)
{
    private const int ReasonLengthMax = 500;

    public Task<ApproveRateCorrectionResponse> ApproveAsync(
        ApproveRateCorrectionRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var correction = await OthersAsync(request.Number, step);
            correction.State = RateCorrectionState.Recorded;
            correction.RecordedAt = step.Now;
            await RecordRates.RecordAsync(correction, step);
            return new ApproveRateCorrectionResponse { Correction = correction };
        }, cancel);

    public Task<RejectRateCorrectionResponse> RejectAsync(
        RejectRateCorrectionRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            step.Work.Faults.Text("reason", "", request.Reason, ReasonLengthMax);
            step.Work.Faults.ThrowIfAny();
            var correction = await OthersAsync(request.Number, step);
            correction.State = RateCorrectionState.Rejected;
            correction.Remark = request.Reason;
            await RateCorrectionRows.RecordAsync(correction, step);
            return new RejectRateCorrectionResponse { Correction = correction };
        }, cancel);

    private static async Task<RateCorrection> OthersAsync(int number, ChangeStep step)
    {
        var correction = await RateCorrectionRows.FindAsync(
            step.Work.Transaction.Connection!, number, step.Work.Cancel)
            ?? throw new ClubException(ErrorReason.NotFound, $"There is no correction {number}.");
        if (correction.State != RateCorrectionState.Prepared)
            throw new ClubException(
                ErrorReason.StateForbids, $"Correction {number} is {correction.State}; it is judged once.");
        if (correction.Author == step.Work.Caller.Id)
            throw new ClubException(ErrorReason.FourEyes, "Who prepared a correction may not judge it.");
        correction.Approver = step.Work.Caller.Id;
        return correction;
    }
}
