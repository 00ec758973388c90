using System.Globalization;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Documents;

/// <summary>Decimals and days as they travel.</summary>
public static class Wire
{
    /// <summary>Most digits of a decimal.</summary>
    public const int DecimalDigitsMax = 28;

    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    /// <summary>Reads a decimal in plain notation, at most 28 digits, no exponent, no group signs.</summary>
    public static bool TryDecimal(string text, out decimal value)
    {
        value = 0;
        var digits = 0;
        foreach (var character in text)
            digits += char.IsAsciiDigit(character) ? 1 : 0;
        return digits is > 0 and <= DecimalDigitsMax
            && char.IsAsciiDigit(text[^1])
            && text[0] is '-' or (>= '0' and <= '9')
            && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A decimal in plain notation.</summary>
    public static string Decimal(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a legal day, YYYY-MM-DD.</summary>
    public static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>A legal day, YYYY-MM-DD.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Validity from checked texts; an empty end is none.</summary>
    public static Validity Validity(string from, string to) =>
        new(ParseDay(from), to.Length == 0 ? null : ParseDay(to));

    /// <summary>A legal day from a checked text.</summary>
    public static DateOnly ParseDay(string text) =>
        TryDay(text, out var day) ? day : throw new FormatException($"'{text}' is no day of the form YYYY-MM-DD.");

    /// <summary>A decimal from a checked text.</summary>
    public static decimal ParseDecimal(string text) =>
        TryDecimal(text, out var value) ? value : throw new FormatException($"'{text}' is no plain decimal.");
}
