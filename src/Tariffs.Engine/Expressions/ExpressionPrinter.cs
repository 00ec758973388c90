namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Writes expressions in their canonical form: the inverse of the reader.</summary>
internal static class ExpressionPrinter
{
    public static string Print(DutyExpression expression) => expression switch
    {
        FreeDuty => "FREE",
        ShareOfBase => "SHARE OF BASE",
        SurchargeOnBase onBase => onBase.Surcharge is { } surcharge ? $"BASE + {Print(surcharge)}" : "BASE",
        PriceFloor floor => $"FLOOR {Print(floor.Price)}",
        Duty duty => Print(duty.Sum)
            + (duty.AtLeast is { } least ? $" MIN {Print(least)}" : "")
            + (duty.AtMost is { } most ? $" MAX {Print(most)}" : ""),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    public static string Print(DutySum sum)
    {
        var text = sum.Percent is { } percent ? Percent(percent) : "";
        foreach (var component in sum.Components)
            text += (text.Length == 0 ? "" : " + ") + Print(component);
        foreach (var specific in sum.Specifics)
            text += (text.Length == 0 ? "" : " + ") + Print(specific);
        return text;
    }

    public static string Percent(decimal value) => DecimalText.Of(value) + " %";

    public static string Print(DutyPart part) => part switch
    {
        ComponentDuty component => $"{Percent(component.Percent)} OF {component.Component}",
        SpecificDuty duty => $"{DecimalText.OfMoney(duty.Amount)} {duty.Currency} / {Print(duty.Unit)}",
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    public static string Print(DutyUnit unit) =>
        unit.Of.Length == 0 ? unit.Measurement.Name : $"{unit.Measurement.Name} {unit.Of}";
}
