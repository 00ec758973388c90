using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Voting;

/// <summary>How the base duty on an acceding party's goods may fall: step by step, to nothing.</summary>
internal static class PhaseInRules
{
    private const int MonthsMax = 600;

    // So that a share of any duty that a tariff can state is exact.
    private const int DecimalsMax = 4;

    public static IEnumerable<Violation> Faults(IReadOnlyList<PhaseInStep> steps)
    {
        foreach (var (place, step) in steps.Index())
        {
            var field = $"phase_in[{place}]";
            var before = place > 0 ? steps[place - 1] : null;
            var first = before is null ? 0 : before.MonthsAfter + 1;
            if (step.MonthsAfter < first || step.MonthsAfter > MonthsMax || (place == 0 && step.MonthsAfter != 0))
                yield return Fault($"{field}.months_after", "MONTHS_ASCEND", $"{step.MonthsAfter}",
                    place == 0 ? "0" : $"{first} to {MonthsMax}");
            var most = before is not null && Percent(before.SharePercent) is { } earlier ? earlier : 100;
            if (Percent(step.SharePercent) is not { } share || share > most)
                yield return Fault($"{field}.share_percent", "SHARE_FALLS", step.SharePercent,
                    $"0 to {most.ToString(CultureInfo.InvariantCulture)}");
        }

        if (steps.Count == 0 || Percent(steps[^1].SharePercent) != 0)
            yield return Fault("phase_in", "ENDS_AT_ZERO", steps.Count == 0 ? "" : steps[^1].SharePercent, "0");
    }

    private static decimal? Percent(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent <= 100 && percent.Scale <= DecimalsMax ? percent : null;

    private static Violation Fault(string field, string rule, string value, string accepted) => new()
    {
        Field = field,
        Rule = rule,
        Value = value,
        Accepted = accepted,
        Message = $"{field} breaks the rule {rule}.",
    };
}
