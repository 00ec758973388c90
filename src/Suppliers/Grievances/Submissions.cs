using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Suppliers.Grievances;

/// <summary>
/// A case officer reads what a complainant wrote, which is recorded; or erases it, and the journal keeps the fact.
/// </summary>
internal sealed class Submissions(Mutations mutations, SubmissionStore store, TakeStep take)
{
    public async Task<ReadSubmissionResponse> ReadAsync(
        ReadSubmissionRequest request, Caller caller, CancellationToken cancel)
    {
        var response = await mutations.RunAsync(request, caller, async work =>
        {
            var grievance = await UnerasedAsync(work, request.Number);
            await take.RunAsync(work, grievance, new GrievanceStep { Kind = GrievanceStepKind.SubmissionRead });
            return new ReadSubmissionResponse { Grievance = grievance };
        }, cancel);
        // Only now, so that it is in no answer that is kept for repeats, and nobody reads it unrecorded.
        if (!request.ValidateOnly)
            response.Submission = await store.FindAsync(request.Number, cancel) ?? throw Erased();
        return response;
    }

    public Task<EraseSubmissionResponse> EraseAsync(
        EraseSubmissionRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            work.Faults.Paragraphs("reason", request.Reason);
            var grievance = await UnerasedAsync(work, request.Number);
            var step = new GrievanceStep { Kind = GrievanceStepKind.SubmissionErased, Text = request.Reason };
            await take.RunAsync(work, grievance, step);
            await SubmissionStore.EraseAsync(work, grievance.Number);
            return new EraseSubmissionResponse { Grievance = grievance };
        }, cancel);

    private static async Task<Grievance> UnerasedAsync(Work work, string number)
    {
        work.Faults.ThrowIfAny();
        var grievance = await TakeStep.LockAsync(work, number);
        return grievance.Erased ? throw Erased() : grievance;
    }

    private static ClubException Erased() =>
        new(ErrorReason.StateForbids, "What the complainant wrote was erased.");
}
