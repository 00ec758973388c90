using System.Globalization;
using System.Text;

namespace CrmClub.Web.Exports;

/// <summary>A table as RFC 4180 has it, which a spreadsheet takes for text and numbers and for no formula.</summary>
internal static class Csv
{
    // Those of East Asian keyboards are formulas to some spreadsheets as well.
    private const string FormulaBegins = "=+-@\t\r\n＝＋－＠";

    public static string Of(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new StringBuilder();
        foreach (var row in rows.Prepend(header))
            table.AppendJoin(',', row.Select(Field)).Append("\r\n");
        return table.ToString();
    }

    /// <summary>A field: what begins like a formula and is no number gets an apostrophe, by which it is text.</summary>
    public static string Field(string text)
    {
        if (text.Length > 0 && FormulaBegins.Contains(text[0]) && !IsNumber(text))
            text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }

    private static bool IsNumber(string text) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
