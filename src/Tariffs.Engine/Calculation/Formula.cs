using System.Globalization;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// An expression with the item's numbers, exact beside rounded. Numbers are made texts first: texts alone are joined
/// without a buffer.
/// </summary>
internal static class Formula
{
    public static string Of(
        DutyExpression expression, ref DutyFigures figures, Exact exact, decimal amount, string currency)
    {
        var text = expression switch
        {
            FreeDuty => "FREE",
            PriceFloor floor =>
                $"max(0, {Of(floor.Price, ref figures)} = {figures.Evaluate(floor.Price)?.ToString()} {currency}"
                + $" - {figures.Value.ToString()} {currency})",
            Duty duty => Of(duty, ref figures, currency),
            _ => throw new ArgumentOutOfRangeException(nameof(expression)),
        };
        return $"{text} = {exact.ToString()} → {amount.ToString(CultureInfo.InvariantCulture)} {currency}";
    }

    private static string Of(Duty duty, ref DutyFigures figures, string currency)
    {
        var text = Of(duty.Sum, ref figures, currency);
        if (duty.AtLeast is { } least)
            text = $"max({text}, {Of(least, ref figures, currency)})";
        return duty.AtMost is { } most ? $"min({text}, {Of(most, ref figures, currency)})" : text;
    }

    private static string Of(DutySum sum, ref DutyFigures figures, string currency)
    {
        var text = sum.Percent is { } percent
            ? $"{figures.Base.ToString(CultureInfo.InvariantCulture)} {currency} × {ExpressionPrinter.Percent(percent)}"
            : "";
        for (var index = 0; index < sum.Specifics.Count; index++)
        {
            var specific = sum.Specifics[index];
            text += (text.Length == 0 ? "" : " + ") + Of(specific, ref figures);
            if (specific.Currency != currency)
                text += $" (= {figures.Evaluate(specific)?.ToString()} {currency})";
        }

        return text;
    }

    private static string Of(SpecificDuty duty, ref DutyFigures figures)
    {
        var content = duty.Unit.Content;
        return $"{ExpressionPrinter.Print(duty)} × {figures.Quantity(content)?.ToString()} kg"
            + (content.Length == 0 ? "" : " " + content);
    }
}
