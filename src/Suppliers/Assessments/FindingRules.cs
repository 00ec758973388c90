using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Suppliers.Assessments;

/// <summary>What holds for every finding.</summary>
internal static class FindingRules
{
    private const int NoteLengthMax = 2000;
    private const int EvidenceMax = 20;
    private const int HashDigits = 64;

    public static void Check(
        IReadOnlyList<CriterionFinding> findings, AssessmentScheme scheme, DateOnly? assessedOn, Violations faults)
    {
        foreach (var (place, finding) in findings.Index())
        {
            var field = $"assessment.findings[{place}]";
            if (scheme.Criteria.All(one => one.Id != finding.Criterion)
                || findings.Take(place).Any(other => other.Criterion == finding.Criterion))
            {
                faults.Add(
                    $"{field}.criterion", "", "CRITERION", finding.Criterion,
                    $"a criterion of scheme {scheme.Number}, once",
                    "There is no such criterion, or there is a finding on it.");
            }

            if (!Enum.IsDefined(finding.Result) || finding.Result == FindingResult.Unspecified)
            {
                faults.Add(
                    $"{field}.result", "", "RESULT", $"{finding.Result}", "conforms, minor, major or not applicable",
                    "There is no such result.");
            }

            // What departs from the rule has to be said; what keeps it is shown by evidence.
            faults.Text(
                $"{field}.note", "", finding.Note, NoteLengthMax, required: finding.Result != FindingResult.Conforms);
            Evidence(finding, field, faults);
            Recognised(finding, field, scheme, faults);
            Action(finding, field, assessedOn, faults);
        }
    }

    private static void Evidence(CriterionFinding finding, string field, Violations faults)
    {
        if (finding.Evidence.Count > EvidenceMax
            || (finding.Evidence.Count == 0 && finding.Result != FindingResult.NotApplicable))
        {
            faults.Add(
                $"{field}.evidence", "", "EVIDENCE", $"{finding.Evidence.Count}", $"1 to {EvidenceMax}",
                "A finding rests on evidence.");
        }

        foreach (var (place, one) in finding.Evidence.Take(EvidenceMax).Index())
        {
            if (one.Sha256.Length != HashDigits || !one.Sha256.All(char.IsAsciiHexDigitLower))
            {
                faults.Add(
                    $"{field}.evidence[{place}].sha256", "", "SHA256", one.Sha256,
                    $"{HashDigits} hexadecimal digits in small letters", "It is no SHA-256.");
            }

            faults.Text($"{field}.evidence[{place}].reference", "", one.Reference, NoteLengthMax);
        }
    }

    private static void Recognised(
        CriterionFinding finding, string field, AssessmentScheme scheme, Violations faults)
    {
        if (finding.Recognised.Length == 0)
            return;
        var other = scheme.Recognised.FirstOrDefault(one => one.Id == finding.Recognised);
        if (other is null || finding.Result != FindingResult.Conforms || !other.Criteria.Contains(finding.Criterion))
        {
            faults.Add(
                $"{field}.recognised", "", "RECOGNISED_SCHEME", finding.Recognised,
                string.Join(", ", scheme.Recognised.Where(one => one.Criteria.Contains(finding.Criterion))
                    .Select(one => one.Id)),
                "A recognised scheme shows that a criterion conforms which it covers.");
        }
    }

    private static void Action(CriterionFinding finding, string field, DateOnly? assessedOn, Violations faults)
    {
        if (finding.Action is not { } action)
            return;
        if (finding.Result is not (FindingResult.Minor or FindingResult.Major))
        {
            faults.Add(
                $"{field}.action", "", "ACTION", $"{finding.Result}", "on a non-conformity",
                "There is nothing to correct.");
        }

        faults.Text($"{field}.action.text", "", action.Text, NoteLengthMax);
        var due = faults.Day($"{field}.action.due_on", "", action.DueOn);
        var closed = faults.Day($"{field}.action.closed_on", "", action.ClosedOn, required: false);
        if (due < assessedOn || closed < assessedOn)
        {
            faults.Add(
                $"{field}.action", "", "ACTION_DAYS", $"{action.DueOn} {action.ClosedOn}".TrimEnd(),
                $"days from {assessedOn:yyyy-MM-dd} on", "What was found then is corrected later.");
        }
    }
}
