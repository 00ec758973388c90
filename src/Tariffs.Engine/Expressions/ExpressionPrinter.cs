namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Writes expressions in their canonical form: the inverse of the reader.</summary>
internal static class ExpressionPrinter
{
    public static string Print(DutyExpression expression)
    {
        var text = new Sentence(stackalloc char[Sentence.LengthUsual]);
        switch (expression)
        {
            case FreeDuty:
                text.Add("FREE");
                break;
            case ShareOfBase:
                text.Add("SHARE OF BASE");
                break;
            case SurchargeOnBase onBase:
                text.Add("BASE");
                Add(ref text, " + ", onBase.Surcharge);
                break;
            case PriceFloor floor:
                text.Add("FLOOR ");
                Add(ref text, floor.Price);
                break;
            case Duty duty:
                Add(ref text, "", duty.Sum);
                Add(ref text, " MIN ", duty.AtLeast);
                Add(ref text, " MAX ", duty.AtMost);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expression));
        }

        return text.ToString();
    }

    public static string Print(DutySum sum)
    {
        var text = new Sentence(stackalloc char[Sentence.LengthUsual]);
        Add(ref text, "", sum);
        return text.ToString();
    }

    public static string Print(DutyPart part)
    {
        var text = new Sentence(stackalloc char[Sentence.LengthUsual]);
        Add(ref text, part);
        return text.ToString();
    }

    public static string Print(decimal amount, string currency, in DutyUnit unit)
    {
        var text = new Sentence(stackalloc char[Sentence.LengthUsual]);
        text.AddMoney(amount);
        text.Add(" ");
        text.Add(currency);
        text.Add(" / ");
        Add(ref text, unit);
        return text.ToString();
    }

    public static string Print(DutyUnit unit) =>
        unit.Of.Length == 0 ? unit.Measurement.Name : $"{unit.Measurement.Name} {unit.Of}";

    public static void AddPercent(ref Sentence text, decimal value)
    {
        text.AddNumber(value);
        text.Add(" %");
    }

    public static void Add(ref Sentence text, DutyPart part)
    {
        switch (part)
        {
            case ComponentDuty component:
                AddPercent(ref text, component.Percent);
                text.Add(" OF ");
                text.Add(component.Component);
                break;
            case SpecificDuty duty:
                text.Add(duty.Written);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part));
        }
    }

    public static void Add(ref Sentence text, in DutyUnit unit)
    {
        text.Add(unit.Measurement.Name);
        if (unit.Of.Length == 0)
            return;
        text.Add(" ");
        text.Add(unit.Of);
    }

    private static void Add(ref Sentence text, string before, DutySum? sum)
    {
        if (sum is null)
            return;
        text.Add(before);
        var plus = "";
        if (sum.Percent is { } percent)
        {
            AddPercent(ref text, percent);
            plus = " + ";
        }

        foreach (var component in sum.Components)
        {
            text.Add(plus);
            Add(ref text, component);
            plus = " + ";
        }

        foreach (var specific in sum.Specifics)
        {
            text.Add(plus);
            Add(ref text, specific);
            plus = " + ";
        }
    }
}
