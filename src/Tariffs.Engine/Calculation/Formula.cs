using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>An expression with the item's numbers, exact beside rounded.</summary>
internal static class Formula
{
    public static string Of(
        DutyExpression expression, ref DutyFigures figures, in Exact exact, decimal amount, string currency)
    {
        var text = new Sentence(stackalloc char[Sentence.LengthUsual]);
        switch (expression)
        {
            case FreeDuty:
                text.Add("FREE");
                break;
            case PriceFloor floor:
                text.Add("max(0, ");
                Add(ref text, floor.Price, ref figures);
                text.Add(" = ");
                Add(ref text, figures.Evaluate(floor.Price), currency);
                text.Add(" - ");
                AddValue(ref text, floor, ref figures, currency);
                text.Add(")");
                break;
            case Duty duty:
                Add(ref text, duty, ref figures, currency);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expression));
        }

        text.Add(" = ");
        exact.AddTo(ref text);
        text.Add(" → ");
        text.AddAmount(amount);
        text.Add(" ");
        text.Add(currency);
        return text.ToString();
    }

    private static void AddValue(ref Sentence text, PriceFloor floor, ref DutyFigures figures, string currency)
    {
        Add(ref text, figures.Value, currency);
        if (figures.ShareOf(floor) is not { } share)
            return;
        var price = share.Price.PerKg;
        text.Add($" × ({price} × {share.Kg.ToString()} {price.Unit} = {share.Worth.ToString()} {currency})"
            + $" / {share.Total.ToString()} {currency} = {share.Of(figures.Value).ToString()} {currency}");
    }

    private static void Add(ref Sentence text, Duty duty, ref DutyFigures figures, string currency)
    {
        text.Add(duty.AtMost is null ? "" : "min(");
        text.Add(duty.AtLeast is null ? "" : "max(");
        Add(ref text, duty.Sum, ref figures, currency);
        AddLimit(ref text, duty.AtLeast, ref figures, currency);
        AddLimit(ref text, duty.AtMost, ref figures, currency);
    }

    private static void AddLimit(ref Sentence text, DutySum? limit, ref DutyFigures figures, string currency)
    {
        if (limit is null)
            return;
        text.Add(", ");
        Add(ref text, limit, ref figures, currency);
        text.Add(")");
    }

    private static void Add(ref Sentence text, DutySum sum, ref DutyFigures figures, string currency)
    {
        var plus = "";
        if (sum.Percent is { } percent)
        {
            text.AddAmount(figures.Base);
            text.Add(" ");
            text.Add(currency);
            text.Add(" × ");
            ExpressionPrinter.AddPercent(ref text, percent);
            plus = " + ";
        }

        foreach (var component in sum.Components)
        {
            text.Add(plus);
            Add(ref text, component, ref figures, currency);
            plus = " + ";
        }

        foreach (var specific in sum.Specifics)
        {
            text.Add(plus);
            Add(ref text, specific, ref figures);
            plus = " + ";
            if (specific.Currency == currency)
                continue;
            text.Add(" (= ");
            Add(ref text, figures.Evaluate(specific), currency);
            text.Add(")");
        }
    }

    private static void Add(ref Sentence text, ComponentDuty duty, ref DutyFigures figures, string currency)
    {
        if (figures.ComponentBase(duty.Component) is { } value)
            text.AddAmount(value);
        text.Add($" {currency} ({duty.Component}) × ");
        ExpressionPrinter.AddPercent(ref text, duty.Percent);
    }

    private static void Add(ref Sentence text, SpecificDuty duty, ref DutyFigures figures)
    {
        text.Add(duty.Written);
        text.Add(" × ");
        figures.Quantity(duty.Unit).AddTo(ref text);
        text.Add(" ");
        ExpressionPrinter.Add(ref text, duty.Unit.Counted);
    }

    private static void Add(ref Sentence text, in Exact amount, string currency)
    {
        amount.AddTo(ref text);
        text.Add(" ");
        text.Add(currency);
    }
}
