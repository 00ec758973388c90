using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers.Register;

/// <summary>What everybody sees of an assessment; what they do not see is named.</summary>
internal static class PublicAssessment
{
    public static RegisteredAssessment Of(FacilityAssessment assessment, string body) => new()
    {
        Number = assessment.Number,
        Purpose = assessment.Purpose,
        Scheme = assessment.Scheme,
        Body = body,
        AssessedOn = assessment.AssessedOn,
        Level = assessment.Level,
        Reasons = { assessment.Reasons },
        Findings = { assessment.Findings.Select(Finding) },
        Redactions = { Redactions(assessment) },
    };

    private static RegisteredFinding Finding(CriterionFinding finding) => new()
    {
        Criterion = finding.Criterion,
        Result = finding.Result,
        Note = finding.Note,
        Recognised = finding.Recognised,
        Action = finding.Action,
        Evidence = { finding.Evidence.Select(document => document.Sha256) },
    };

    private static IEnumerable<Redaction> Redactions(FacilityAssessment assessment)
    {
        yield return new Redaction { Field = "assessor", Reason = RedactionReason.Personal };
        foreach (var (place, finding) in assessment.Findings.Index())
        {
            foreach (var (number, document) in finding.Evidence.Index())
            {
                if (document.Reference.Length == 0)
                    continue;
                yield return new Redaction
                {
                    Field = $"findings[{place}].evidence[{number}].reference",
                    Reason = RedactionReason.Confidential,
                };
            }
        }
    }
}
