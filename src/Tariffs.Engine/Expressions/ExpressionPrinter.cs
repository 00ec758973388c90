namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Writes expressions in their canonical form: the inverse of the parser.</summary>
internal static class ExpressionPrinter
{
    public static string Print(DutyExpression expression) => expression switch
    {
        FreeDuty => "FREE",
        ShareOfBase => "SHARE OF BASE",
        PriceFloor floor => $"FLOOR {Print(floor.Price)}",
        Duty duty => Print(duty.Sum)
            + (duty.AtLeast is { } least ? $" MIN {Print(least)}" : "")
            + (duty.AtMost is { } most ? $" MAX {Print(most)}" : ""),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    public static string Print(DutySum sum)
    {
        var text = sum.Percent is { } percent ? Percent(percent) : "";
        for (var index = 0; index < sum.Specifics.Count; index++)
            text += (text.Length == 0 ? "" : " + ") + Print(sum.Specifics[index]);
        return text;
    }

    public static string Percent(decimal value) => DecimalText.Of(value) + " %";

    public static string Print(SpecificDuty duty) =>
        $"{DecimalText.OfMoney(duty.Amount)} {duty.Currency} / {Print(duty.Unit)}";

    public static string Print(DutyUnit unit)
    {
        var mass = unit.Mass switch
        {
            MassUnit.Kilogram => "kg",
            MassUnit.HundredKilograms => "100 kg",
            MassUnit.Ton => "t",
            MassUnit.Gram => "g",
            _ => throw new ArgumentOutOfRangeException(nameof(unit)),
        };
        return unit.Content.Length == 0 ? mass : $"{mass} {unit.Content}";
    }
}
