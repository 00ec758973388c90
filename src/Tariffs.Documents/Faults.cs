using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Origin;

namespace CrmClub.Tariffs.Documents;

/// <summary>Collects broken rules, and holds those that are the same everywhere.</summary>
internal sealed class Faults(ICollection<Violation> all)
{
    private const int ValueLengthMax = 100;

    public void Add(string field, string rule, string value, string accepted, string message, string element = "") =>
        all.Add(new Violation
        {
            Field = field,
            DataElement = element,
            Rule = rule,
            Value = value.Length > ValueLengthMax ? value[..ValueLengthMax] : value,
            Accepted = accepted,
            Message = message,
        });

    public void Required(string field, string value)
    {
        if (value.Length == 0)
            Add(field, "REQUIRED", value, "a text", "It is missing.");
    }

    public void Unique(string field, string value, HashSet<string> seen)
    {
        if (!seen.Add(value))
            Add(field, "UNIQUE", value, "each once", $"'{value}' stands there twice.");
    }

    public void Day(string field, string value)
    {
        if (!Wire.TryDay(value, out _))
            Add(field, "DAY", value, "a day, YYYY-MM-DD", $"'{value}' is no day.");
    }

    /// <summary>The days from the first up to, not including, the second; null where they are none.</summary>
    public Validity? Validity(string field, string from, string to, string order = "VALIDITY_ORDER")
    {
        Day(field + "valid_from", from);
        if (to.Length > 0)
            Day(field + "valid_to", to);
        if (!Wire.TryDay(from, out var first) || (to.Length > 0 && !Wire.TryDay(to, out _)))
            return null;
        if (to.Length > 0 && Wire.ParseDay(to) <= first)
        {
            Add(field + "valid_to", order, to, $"a day after {from}", "It ends before it begins.");
            return null;
        }

        return Wire.Validity(from, to);
    }

    public void Positive(string field, string value)
    {
        if (!Wire.TryDecimal(value, out var number) || number <= 0)
            Add(field, "POSITIVE_DECIMAL", value, "a decimal above 0, at most 28 digits",
                $"'{value}' is no decimal above 0.");
    }

    /// <summary>A share in percent, or nothing.</summary>
    public void Percent(string field, string value)
    {
        if (value.Length > 0 && !(Wire.TryDecimal(value, out var share) && share is >= 0 and <= 100))
            Add(field, "PERCENT", value, "a decimal from 0 to 100", $"'{value}' is no share.");
    }

    /// <summary>The rule of origin; null where it is none.</summary>
    public OriginRule? OriginRule(string field, string value)
    {
        if (!Engine.Origin.OriginRule.TryParse(value, out var rule, out var error))
            Add(field, "ORIGIN_RULE", value, error!.Expected, $"It breaks off in {error}.");
        return rule;
    }

    /// <summary>A code of a document, or an additional code.</summary>
    public void Code(string field, string value, string element = "", string rule = "CODE")
    {
        const int Length = 4;
        if (value.Length != Length || !value.All(char.IsAsciiLetterOrDigit))
            Add(field, rule, value, "four letters or digits", $"'{value}' is no such code.", element);
    }

    public void OrderNumber(string field, string value, string element = "")
    {
        const int Digits = 6;
        if (value.Length != Digits || !value.All(char.IsAsciiDigit))
            Add(field, "ORDER_NUMBER", value, "six digits", $"'{value}' is no order number of a quota.", element);
    }

    public void Country(string field, string value, string element = "")
    {
        if (!Countries.Contains(value))
            Add(field, "COUNTRY", value, "a country by ISO 3166-1 alpha-2", $"'{value}' is no country.", element);
    }

    public void Currency(string field, string value, string element = "")
    {
        if (!Currencies.Contains(value))
            Add(field, "CURRENCY", value, "a currency by ISO 4217", $"'{value}' is no currency in use.", element);
    }

    public void Specified<T>(string field, T value)
        where T : struct, Enum
    {
        if (value.Equals(default(T)) || !Enum.IsDefined(value))
            Add(field, "SPECIFIED", value.ToString(), string.Join(", ", Enum.GetNames<T>().Skip(1)), "It is missing.");
    }
}
