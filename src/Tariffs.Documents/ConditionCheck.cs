using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using Condition = CrmClub.Contracts.Tariffs.V1.Condition;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules of the conditions of one measure.</summary>
internal sealed class ConditionCheck(
    Measure measure, Faults faults, Action<string, string, IEnumerable<DutyUnit>> checkContents)
{
    private const int LinesMax = 100;
    private const int SequenceMax = 999;

    private readonly HashSet<(string, int)> _places = [];

    /// <param name="path">Path of the measure, with its point.</param>
    public void Check(string path)
    {
        path += "conditions";
        if (measure.Conditions.Count > LinesMax)
        {
            faults.Add(path, "COUNT", $"{measure.Conditions.Count}", $"at most {LinesMax}", "There are too many.");
            return;
        }

        for (var index = 0; index < measure.Conditions.Count; index++)
        {
            var line = measure.Conditions[index];
            CheckPlace(line, $"{path}[{index}].");
            CheckRequirement(line, $"{path}[{index}].");
            CheckAction(line, $"{path}[{index}].");
        }

        var stating = measure.Conditions.Where(line => ConditionAction.Find(line.Action)?.Effect
            is ConditionEffect.Difference || line.Expression.Length > 0).Select(line => line.Code).Distinct().ToArray();
        if (stating.Length > 1)
        {
            faults.Add(path, "ONE_CODE_STATES_DUTIES", string.Join(", ", stating), "duties in the lines of one code",
                "Of several codes that are met it would be open whose duty applies.");
        }
    }

    private void CheckPlace(Condition line, string path)
    {
        if (ConditionCode.Find(line.Code) is null)
        {
            faults.Add(path + "code", "CONDITION_CODE", line.Code,
                string.Join(", ", ConditionCode.All.Select(one => one.Code).Order()),
                $"'{line.Code}' is no condition code that is read.");
        }

        if (line.Sequence is < 1 or > SequenceMax || !_places.Add((line.Code, line.Sequence)))
        {
            faults.Add(path + "sequence", "SEQUENCE", $"{line.Sequence}",
                $"1 to {SequenceMax}, each once for a code", "It is no place of its own.");
        }
    }

    private void CheckRequirement(Condition line, string path)
    {
        var isElse = line.Document.Length == 0 && line.Threshold.Length == 0;
        if (line.Document.Length > 0)
            faults.Code(path + "document", line.Document);
        if (line.Document.Length > 0 && line.Threshold.Length > 0)
        {
            faults.Add(path + "threshold", "ONE_REQUIREMENT", line.Threshold, "either a document or a threshold",
                "A line requires one thing; others stand in lines of their own.");
        }

        if (isElse && measure.Conditions.Any(other => other.Code == line.Code && other.Sequence > line.Sequence))
        {
            faults.Add(path + "sequence", "ELSE_IS_LAST", $"{line.Sequence}", "the last place of its code",
                "What stands after a line without requirement is never reached.");
        }

        if (line.Threshold.Length > 0)
            CheckThreshold(line, path + "threshold");
    }

    private void CheckThreshold(Condition line, string path)
    {
        if (ConditionCode.Find(line.Code) is { Sign: "" })
        {
            faults.Add(path, "THRESHOLD_OF_CODE", line.Threshold, "none",
                $"Condition {line.Code} asks for a document.");
        }

        if (Threshold.TryParse(line.Threshold, out var threshold, out var error))
            checkContents(path, line.Threshold, new[] { threshold.Unit, threshold.Per }.OfType<DutyUnit>());
        else
            faults.Add(path, "THRESHOLD", line.Threshold, error.Expected, $"In {error}.");
    }

    private void CheckAction(Condition line, string path)
    {
        if (ConditionAction.Find(line.Action) is not { Effect: var effect })
        {
            faults.Add(path + "action", "ACTION_CODE", line.Action,
                string.Join(", ", ConditionAction.All.Select(one => one.Code).Order()),
                $"'{line.Action}' is no action code that is read.");
            return;
        }

        var isDuty = effect is ConditionEffect.Duty or ConditionEffect.Difference;
        if (isDuty && Enum.IsDefined(measure.Type)
            && ((Engine.MeasureType)measure.Type).Rule().Combination == Combination.Control)
        {
            faults.Add(path + "action", "ACTION_OF_TYPE", line.Action, "an action that allows or does not",
                "This type of measure bears no duty.");
        }

        var expression = line.Expression.Length == 0 ? null : CheckExpression(line, path + "expression", isDuty);
        if (effect == ConditionEffect.Difference
            && expression is not Duty { Sum: { Percent: null, Specifics.Length: 1 }, AtLeast: null, AtMost: null }
            && !(line.Expression.Length == 0 && Threshold.TryParse(line.Threshold, out var threshold, out _)
                && threshold is { Currency.Length: > 0, Unit: not null }))
        {
            faults.Add(path + "expression", "PRICE_OF_DIFFERENCE", line.Expression,
                "a price, for instance 2408 EUR / t",
                "The difference is taken to a price per unit, stated here or as the threshold.");
        }
    }

    private DutyExpression? CheckExpression(Condition line, string path, bool isDuty)
    {
        if (!isDuty)
        {
            faults.Add(path, "EXPRESSION_OF_ACTION", line.Expression, "none",
                $"Action {line.Action} states no duty.");
            return null;
        }

        if (!DutyExpression.TryParse(line.Expression, out var expression, out var error))
            faults.Add(path, "EXPRESSION", line.Expression, error.Expected, $"In {error}.");
        else if (expression is not (Duty or FreeDuty))
            faults.Add(path, "EXPRESSION_OF_ACTION", line.Expression, "a duty of its own", "It rests on another.");
        else
            checkContents(path, line.Expression, MeasureCheck.Specifics(expression).Select(one => one.Unit));
        return expression;
    }
}
