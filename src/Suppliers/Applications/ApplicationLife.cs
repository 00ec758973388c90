using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers.Applications;

/// <summary>What an application is after each step.</summary>
internal static class ApplicationLife
{
    extension(CertificationApplication application)
    {
        public void Take(ApplicationStep step)
        {
            application.Steps.Add(step);
            switch (step.Kind)
            {
                case ApplicationStepKind.Assigned:
                    (application.State, application.Body) = (ApplicationState.Assigned, step.Body);
                    break;
                case ApplicationStepKind.Refused:
                    (application.State, application.Reason) = (ApplicationState.Refused, step.Reason);
                    break;
                case ApplicationStepKind.Withdrawn:
                    (application.State, application.Reason) = (ApplicationState.Withdrawn, step.Reason);
                    break;
            }
        }

        /// <summary>An assessment cites it.</summary>
        public void Assessed(string number, bool isConcluded)
        {
            application.Assessment = number;
            if (application.IsOpen)
                application.State = isConcluded ? ApplicationState.Concluded : ApplicationState.UnderAssessment;
        }

        /// <summary>Whether it still waits for its end.</summary>
        public bool IsOpen => application.State
            is not (ApplicationState.Certified or ApplicationState.Refused or ApplicationState.Withdrawn);
    }
}
