using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;

namespace CrmClub.Suppliers.Grievances;

/// <summary>The extraordinary assessment that a grievance asked for: its record closes the request.</summary>
internal static class AskedAssessment
{
    public static async Task CheckAsync(FacilityAssessment assessment, Work work)
    {
        // A next version is of what the first one was.
        if (assessment.Grievance.Length == 0 || assessment.Number.Length > 0)
            return;
        var grievance = await GrievanceStore.FindAsync(
            work.Transaction.Connection!, assessment.Grievance, work.Cancel);
        if (grievance is null || grievance.Facility != assessment.Facility || !IsOpen(grievance)
            || assessment.Purpose != AssessmentPurpose.Extraordinary)
        {
            work.Faults.Add(
                "assessment.grievance", "", "GRIEVANCE", assessment.Grievance,
                $"a grievance about {assessment.Facility} that waits for an extraordinary assessment",
                grievance is null ? "There is no such grievance." : "It asks for no such assessment.");
        }
    }

    /// <summary>The grievance says from now on what came of it.</summary>
    public static async Task CloseAsync(FacilityAssessment concluded, TakeStep take, Work work)
    {
        if (concluded.Grievance.Length == 0)
            return;
        var grievance = await TakeStep.LockAsync(work, concluded.Grievance);
        // Of two that were begun for one request the first closes it.
        if (!IsOpen(grievance))
            return;
        var step = new GrievanceStep
        {
            Kind = GrievanceStepKind.AssessmentConcluded,
            Assessment = concluded.Number,
        };
        await take.RunAsync(work, grievance, step);
    }

    private static bool IsOpen(Grievance grievance) =>
        grievance.Steps.Count(step => step.Kind == GrievanceStepKind.AssessmentRequested)
        > grievance.Steps.Count(step => step.Kind == GrievanceStepKind.AssessmentConcluded);
}
