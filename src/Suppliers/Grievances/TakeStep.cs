using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Grievances;

/// <summary>Something is done about a grievance: one entry and one row for each step.</summary>
internal sealed class TakeStep(TimeProvider time)
{
    /// <summary>The grievance, which nobody else changes until the end of the transaction.</summary>
    public static async Task<Grievance> LockAsync(Work work, string number)
    {
        var grievance = SuppliersReader.IsNumber(number) ? await FindAsync() : null;
        return grievance ?? throw new ClubException(ErrorReason.NotFound, "There is no such grievance.");

        async Task<Grievance?> FindAsync()
        {
            await work.LockAsync($"grievance {number}");
            return await GrievanceStore.FindAsync(work.Transaction.Connection!, number, work.Cancel);
        }
    }

    public async Task RunAsync(Work work, Grievance grievance, GrievanceStep step)
    {
        step.Place = grievance.Steps.Count + 1;
        step.By = work.Caller.Id;
        step.RecordedAt = time.RecordedNow();
        var taken = new GrievanceStepTaken
        {
            Grievance = grievance.Number,
            Facility = grievance.Facility,
            Step = step,
        };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, grievance.Number, null, taken), work.Cancel);
        await GrievanceStore.AddAsync(work, entry, grievance.Number, step);
        grievance.Take(step);
    }
}
