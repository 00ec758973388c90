using System.Globalization;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Writes expressions in their canonical form: the inverse of the parser.</summary>
internal static class ExpressionPrinter
{
    // An amount of money has either no decimals or at least two: "15 EUR", "4.20 EUR".
    private const string PercentFormat = "0.############################";
    private const string AmountFormat = "0.00##########################";

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
        var specifics = sum.Specifics.Select(Print);
        return string.Join(" + ", sum.Percent is { } percent ? specifics.Prepend($"{Percent(percent)} %") : specifics);
    }

    public static string Print(SpecificDuty duty) => $"{Amount(duty.Amount)} {duty.Currency} / {duty.Unit}";

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

    private static string Percent(decimal value) => value.ToString(PercentFormat, CultureInfo.InvariantCulture);

    private static string Amount(decimal value) =>
        value.ToString(decimal.IsInteger(value) ? "0" : AmountFormat, CultureInfo.InvariantCulture);
}
