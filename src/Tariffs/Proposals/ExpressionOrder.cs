using CrmClub.Tariffs.Engine.Expressions;
using DutySpan = CrmClub.Tariffs.Engine.Expressions.Duty;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Which of two duties costs no more than the other, whatever the goods.</summary>
internal static class ExpressionOrder
{
    /// <summary>Whether the first is at most the second, of any goods; false where that depends on them.</summary>
    public static bool IsAtMost(DutyExpression left, DutyExpression right) => (left, right) switch
    {
        _ when left == right || IsNothing(left) => true,
        (PriceFloor floor, PriceFloor other) => IsAtMost(floor.Price, other.Price),
        // At least c: lower without c, or with a lower one. At most d: lower with d, or with a lower one.
        (DutySpan duty, DutySpan other) => IsAtMost(duty.Sum, other.Sum)
            && (duty.AtLeast is not { } least || (other.AtLeast is { } otherLeast && IsAtMost(least, otherLeast)))
            && (other.AtMost is not { } otherMost || (duty.AtMost is { } most && IsAtMost(most, otherMost))),
        (SurchargeOnBase { Surcharge: null }, SurchargeOnBase) => true,
        (SurchargeOnBase { Surcharge: { } one }, SurchargeOnBase { Surcharge: { } other }) => IsAtMost(one, other),
        _ => false,
    };

    private static bool IsNothing(DutyExpression expression) =>
        expression is FreeDuty || (expression is DutySpan { AtLeast: null } duty && IsNothing(duty.Sum));

    private static bool IsNothing(DutySum sum) =>
        sum.Percent is null or 0 && sum.Specifics.All(specific => specific.Amount == 0)
        && sum.Components.All(component => component.Percent == 0);

    private static bool IsAtMost(DutySum left, DutySum right) =>
        (left.Percent ?? 0) <= (right.Percent ?? 0)
        && left.Components.All(one => one.Percent == 0
            || right.Components.Any(other => one.Component == other.Component && one.Percent <= other.Percent))
        && left.Specifics.All(one => one.Amount == 0 || right.Specifics.Any(other => IsAtMost(one, other)));

    // Of one quantity in one currency; the same quantity may be counted in a larger unit.
    private static bool IsAtMost(SpecificDuty left, SpecificDuty right) =>
        left.Currency == right.Currency && left.Unit.MeasuresAs(right.Unit)
        && left.Amount * right.Unit.Measurement.Size <= right.Amount * left.Unit.Measurement.Size;
}
