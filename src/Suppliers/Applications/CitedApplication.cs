using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Applications;

/// <summary>Whether an assessment, and the certificate that rests on it, may be on an application.</summary>
internal static class CitedApplication
{
    /// <summary>Names what is wrong; gives the body that is to assess, null where none is prescribed.</summary>
    public static async Task<string?> CheckAsync(FacilityAssessment assessment, Work work)
    {
        if (assessment.Application.Length == 0)
            return null;
        if (SuppliersReader.IsNumber(assessment.Application))
            await work.LockAsync($"application {assessment.Application}");
        var cited = await ApplicationStore.FindAsync(
            work.Transaction.Connection!, assessment.Application, ApplicationView.Everything, work.Cancel);
        // Actions are closed by a next version of the same assessment, also once a certificate is issued.
        var isNext = cited is { Assessment.Length: > 0 } && cited.Assessment == assessment.Number;
        if (cited is not { Body.Length: > 0 } || cited.Facility != assessment.Facility
            || assessment.Purpose != AssessmentPurpose.Certification
            || (!isNext && (!cited.IsOpen || cited.Assessment.Length > 0)))
        {
            work.Faults.Add(
                "assessment.application", "", "APPLICATION", assessment.Application,
                $"an application of facility {assessment.Facility} that is assigned, for its one certification",
                cited is null ? "There is no such application."
                    : $"It is {cited.State}, of facility {cited.Facility} {cited.Assessment}".TrimEnd() + ".");
            return null;
        }

        foreach (var (place, scope) in assessment.Scopes.Index())
        {
            if (!cited.Scopes.Any(one => (one.Material, one.Stage) == (scope.Material, scope.Stage)))
            {
                work.Faults.Add(
                    $"assessment.scopes[{place}]", "", "APPLICATION_SCOPE", $"{scope.Material} {scope.Stage}",
                    string.Join(", ", cited.Scopes.Select(one => $"{one.Material} {one.Stage}")),
                    $"{cited.Number} does not ask for it.");
            }
        }

        return cited.Body;
    }

    /// <summary>A certificate is not issued on what was refused or withdrawn meanwhile.</summary>
    public static async Task HoldAsync(string application, Work work)
    {
        if (application.Length == 0)
            return;
        var cited = await HandleApplication.LockAsync(work, application, ApplicationView.Everything);
        if (cited.State is ApplicationState.Refused or ApplicationState.Withdrawn)
            throw new ClubException(ErrorReason.StateForbids, $"Application {cited.Number} is {cited.State}.");
    }
}
