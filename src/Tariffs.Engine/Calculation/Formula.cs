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
                $"max(0, {Of(floor.Price, ref figures)} = {figures.Evaluate(floor.Price).ToString()} {currency}"
                + $" - {ValueOf(floor, ref figures, currency)})",
            Duty duty => Of(duty, ref figures, currency),
            _ => throw new ArgumentOutOfRangeException(nameof(expression)),
        };
        return $"{text} = {exact.ToString()} → {DecimalText.OfAmount(amount)} {currency}";
    }

    private static string ValueOf(PriceFloor floor, ref DutyFigures figures, string currency)
    {
        var value = $"{figures.Value.ToString()} {currency}";
        if (figures.ShareOf(floor) is not { } share)
            return value;
        var price = share.Price.PerKg;
        return $"{value} × ({price} × {share.Kg.ToString()} {price.Unit} = {share.Worth.ToString()} {currency})"
            + $" / {share.Total.ToString()} {currency} = {share.Of(figures.Value).ToString()} {currency}";
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
            ? $"{DecimalText.OfAmount(figures.Base)} {currency} × {ExpressionPrinter.Percent(percent)}"
            : "";
        foreach (var component in sum.Components)
            text = Joined(text) + Of(component, ref figures, currency);
        foreach (var specific in sum.Specifics)
        {
            text = Joined(text) + Of(specific, ref figures);
            if (specific.Currency != currency)
                text += $" (= {figures.Evaluate(specific).ToString()} {currency})";
        }

        return text;
    }

    private static string Joined(string text) => text.Length == 0 ? "" : text + " + ";

    private static string Of(ComponentDuty duty, ref DutyFigures figures, string currency) =>
        $"{figures.ComponentBase(duty.Component)?.ToString(CultureInfo.InvariantCulture)} {currency}"
        + $" ({duty.Component}) × {ExpressionPrinter.Percent(duty.Percent)}";

    private static string Of(SpecificDuty duty, ref DutyFigures figures) =>
        $"{ExpressionPrinter.Print(duty)} × {figures.Quantity(duty.Unit).ToString()} {duty.Unit.Counted}";
}
