using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Assessments;

/// <summary>Whether an assessment carries the certificate that cites it.</summary>
internal static class CitedAssessment
{
    /// <summary>Names what is wrong; gives the application that the assessment cites, else nothing.</summary>
    public static async Task<string> CheckAsync(PrepareCertificateRequest request, Work work)
    {
        var cited = await AssessmentStore.NewestAsync(
            work.Transaction.Connection!, request.Assessment, work.Cancel);
        if (cited is not { State: AssessmentState.Concluded }
            || cited.Facility != request.Facility || cited.Purpose == AssessmentPurpose.Surveillance)
        {
            work.Faults.Add(
                "assessment", "", "ASSESSMENT", request.Assessment,
                $"a concluded assessment of facility {request.Facility} that is no surveillance",
                cited is null ? "There is no such assessment."
                    : $"It is {cited.State}, of facility {cited.Facility}, for {cited.Purpose}.");
            return "";
        }

        if (cited.Level == CertificateLevel.Unspecified || request.Level < cited.Level)
        {
            work.Faults.Add(
                "level", "", "ASSESSED_LEVEL", $"{request.Level}",
                cited.Level == CertificateLevel.Unspecified ? "no certificate" : $"{cited.Level} at most",
                $"Assessment {cited.Number}: {string.Join(" ", cited.Reasons)}".TrimEnd());
        }

        foreach (var (place, scope) in request.Scopes.Index())
        {
            if (cited.Scopes.All(one => (one.Material, one.Stage) != (scope.Material, scope.Stage)))
            {
                work.Faults.Add(
                    $"scopes[{place}]", "", "ASSESSED_SCOPE", $"{scope.Material} {scope.Stage}",
                    string.Join(", ", cited.Scopes.Select(one => $"{one.Material} {one.Stage}")),
                    "The assessment does not cover it.");
            }
        }

        return cited.Application;
    }
}
