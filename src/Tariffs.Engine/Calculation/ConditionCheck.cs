using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>What a measure's conditions come to for an item.</summary>
/// <param name="Effect">What they bring about; null where a figure is missing.</param>
/// <param name="Duty">The duty in place of the measure's own; null where that stays.</param>
/// <param name="Reason">The lines that decided, in one sentence.</param>
internal sealed record ConditionOutcome(ConditionEffect? Effect, DutyExpression? Duty, string Reason)
{
    /// <summary>Whether the measure stays.</summary>
    public bool Applies => Effect is null or ConditionEffect.Duty or ConditionEffect.Allowed;
}

/// <summary>Goes through a measure's conditions: of each code the first line that is met decides.</summary>
internal static class ConditionCheck
{
    public static ConditionOutcome Of(Candidate candidate, ref DutyFigures figures, Consignment consignment)
    {
        var effect = (ConditionEffect?)ConditionEffect.Allowed;
        DutyExpression? duty = null;
        List<string> reasons = [];
        foreach (var lines in candidate.Conditions)
        {
            var (met, isKnown) = FirstMet(lines, ref figures, consignment);
            if (!isKnown)
                effect = null;
            reasons.Add(!isKnown ? $"a figure for condition {lines[0].Code} is missing"
                : met?.ToString() ?? $"no line of condition {lines[0].Code} is met");
            if (!isKnown)
                continue;
            duty ??= met is null ? null : DutyOf(met);
            effect = Stronger(effect, met is not null ? ConditionAction.Find(met.Action)!.Effect
                : candidate.Rule.Stops ? ConditionEffect.NotAllowed : ConditionEffect.NotApplicable);
        }

        return new ConditionOutcome(effect, duty, string.Join("; ", reasons) + ".");
    }

    private static (Condition? Met, bool IsKnown) FirstMet(
        Condition[] lines, ref DutyFigures figures, Consignment consignment)
    {
        foreach (var line in lines)
        {
            switch (IsMet(line, ref figures, consignment))
            {
                case true:
                    return (line, true);
                case null:
                    return (null, false);
            }
        }

        return (null, true);
    }

    private static bool? IsMet(Condition line, ref DutyFigures figures, Consignment consignment) =>
        line.Document.Length > 0 ? CertificateCheck.Presents(consignment, line.Document, figures.Line)
        : line.Threshold is { } threshold ? figures.Meets(threshold, ConditionCode.Find(line.Code)!)
        : true;

    // What forbids is stronger than what does not apply, and that than what does.
    private static ConditionEffect? Stronger(ConditionEffect? one, ConditionEffect other) => other switch
    {
        ConditionEffect.NotAllowed => other,
        ConditionEffect.NotApplicable => one == ConditionEffect.NotAllowed ? one : other,
        _ => one,
    };

    private static DutyExpression? DutyOf(Condition line) => ConditionAction.Find(line.Action)!.Effect switch
    {
        ConditionEffect.Duty => line.Duty,
        ConditionEffect.Difference => new PriceFloor(
            line.Duty is Duty { Sum.Specifics: [var price] } ? price : line.Threshold!.Price!),
        _ => null,
    };
}
