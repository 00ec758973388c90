using System.Globalization;
using CrmClub.Contracts.Identifiers;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Declarations.Submission;

/// <summary>Checks of single values. Each notes what is wrong and goes on, so that one answer names every fault.</summary>
internal sealed class FieldChecks(Violations faults)
{
    public void Fault(Field field, string rule, string value, string accepted, string message) =>
        faults.Add(field.Path, field.DataElement, rule, Printable(value), accepted, message);

    /// <summary>A text of UCC Annex B: not longer than its format says.</summary>
    public bool Text(Field field, string value, int lengthMax, bool required) =>
        faults.Text(field.Path, field.DataElement, value, lengthMax, required);

    public DateOnly? Day(Field field, string value) => faults.Day(field.Path, field.DataElement, value);

    /// <summary>A decimal in plain notation, by UCC Annex B's form n..digits,decimals.</summary>
    public decimal? Number(Field field, string value, int digitsMax, int decimalsMax)
    {
        if (value.Length == 0)
        {
            Fault(field, "REQUIRED", value, "a decimal in plain notation", $"{field.Name} is missing.");
            return null;
        }

        var negative = value[0] == '-';
        var body = negative ? value.AsSpan(1) : value.AsSpan();
        var point = body.IndexOf('.');
        var whole = point < 0 ? body : body[..point];
        var fraction = point < 0 ? [] : body[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)
            || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            Fault(field, "DECIMAL", value, "digits with at most one point, no exponent, no separators",
                $"{field.Name} is not a decimal in plain notation.");
            return null;
        }

        if (whole.TrimStart('0').Length + fraction.Length > digitsMax || fraction.Length > decimalsMax)
        {
            Fault(field, "DECIMAL_DIGITS", value, $"at most {digitsMax} digits, {decimalsMax} of them decimals",
                $"{field.Name} has more digits than can be declared.");
            return null;
        }

        return decimal.Parse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture);
    }

    /// <summary>The same, greater than 0.</summary>
    public decimal? Positive(Field field, string value, int digitsMax, int decimalsMax)
    {
        if (Number(field, value, digitsMax, decimalsMax) is not { } number)
            return null;
        if (number > 0)
            return number;
        Fault(field, "POSITIVE_DECIMAL", value, "a decimal greater than 0", $"{field.Name} must be greater than 0.");
        return null;
    }

    public bool Identifier(Field field, IdentifierCheck check)
    {
        if (check.IsValid)
            return true;
        Fault(field, check.Rule, check.Canonical, check.Accepted, check.Message);
        return false;
    }

    private static string Printable(string value) =>
        string.Concat(value.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
}

/// <summary>A field as a violation names it.</summary>
/// <param name="Path">In the contract's names, from the declaration on.</param>
/// <param name="DataElement">Number of UCC Annex B; empty where it is none.</param>
/// <param name="Name">For people.</param>
internal readonly record struct Field(string Path, string DataElement, string Name);
