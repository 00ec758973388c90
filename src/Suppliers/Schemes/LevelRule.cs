using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Suppliers.Schemes;

/// <summary>
/// The level by the scheme's rule. A major non-conformity blocks every level while its corrective action is open, and
/// where the criterion says so, also after. Minor ones count, closed or not.
/// </summary>
internal static class LevelRule
{
    /// <returns>The best level, unspecified where none is reached; and why no better one.</returns>
    public static (CertificateLevel Level, IReadOnlyList<string> Reasons) Of(
        AssessmentScheme scheme, IReadOnlyCollection<CriterionFinding> findings)
    {
        var blocking = scheme.Criteria.Where(one => one.MajorBlocksEveryLevel).Select(one => one.Id).ToHashSet();
        var reasons = findings.Where(one => one.Result == FindingResult.Major)
            .Where(one => blocking.Contains(one.Criterion) || !IsClosed(one))
            .Select(one => blocking.Contains(one.Criterion)
                ? $"{one.Criterion}: a major non-conformity there blocks every level."
                : $"{one.Criterion}: a major non-conformity is open.").ToList();
        if (reasons.Count > 0)
            return (CertificateLevel.Unspecified, reasons);

        var minors = findings.Where(one => one.Result == FindingResult.Minor).ToList();
        var undated = minors.Where(one => one.Action is not { DueOn.Length: > 0 })
            .Select(one => one.Criterion).ToList();
        foreach (var level in scheme.Levels)
        {
            if (minors.Count > level.MinorsMax)
                reasons.Add($"{level.Level}: {minors.Count} minor non-conformities, at most {level.MinorsMax}.");
            else if (level.NeedsDatedPlan && undated.Count > 0)
                reasons.Add($"{level.Level}: no dated corrective action for {string.Join(", ", undated)}.");
            else
                return (level.Level, reasons);
        }

        return (CertificateLevel.Unspecified, reasons);
    }

    private static bool IsClosed(CriterionFinding finding) => finding.Action is { ClosedOn.Length: > 0 };
}
