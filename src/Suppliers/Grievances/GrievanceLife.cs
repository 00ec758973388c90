using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers.Grievances;

/// <summary>What a grievance is after each step.</summary>
internal static class GrievanceLife
{
    extension(Grievance grievance)
    {
        public void Take(GrievanceStep step)
        {
            grievance.Steps.Add(step);
            switch (step.Kind)
            {
                case GrievanceStepKind.Acknowledged:
                    grievance.State = GrievanceState.Acknowledged;
                    break;
                case GrievanceStepKind.ExaminationBegun:
                    grievance.State = GrievanceState.InExamination;
                    break;
                case GrievanceStepKind.Answered:
                    grievance.State = GrievanceState.Answered;
                    break;
                case GrievanceStepKind.Escalated:
                    grievance.Escalated = true;
                    break;
                case GrievanceStepKind.SubmissionErased:
                    grievance.Erased = true;
                    break;
            }
        }

        /// <summary>Its answer, null before there is one.</summary>
        public GrievanceStep? Answer =>
            grievance.Steps.SingleOrDefault(step => step.Kind == GrievanceStepKind.Answered);
    }
}
