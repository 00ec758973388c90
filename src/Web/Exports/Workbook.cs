using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using MiniExcelLibs;

namespace CrmClub.Web.Exports;

/// <summary>
/// A table as a workbook of Office Open XML. Texts are texts, whatever they begin with: a cell is a formula by its
/// element alone, and none is written. Columns that hold numbers alone are numbers.
/// </summary>
internal static partial class Workbook
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // More, a spreadsheet would round.
    private const int DigitsMax = 15;

    public static byte[] Of(string[] header, IReadOnlyList<string[]> rows)
    {
        using var table = new DataTable();
        foreach (var (column, name) in header.Index())
            table.Columns.Add(name, IsOfNumbers(rows, column) ? typeof(decimal) : typeof(string));
        foreach (var row in rows)
            table.Rows.Add([.. row.Select((cell, column) => Cell(cell, table.Columns[column].DataType))]);
        using var file = new MemoryStream();
        file.SaveAs(table);
        return file.ToArray();
    }

    private static bool IsOfNumbers(IReadOnlyList<string[]> rows, int column) =>
        rows.Any(row => row[column].Length > 0)
        && rows.All(row => row[column].Length == 0
            || Plain().IsMatch(row[column]) && row[column].Count(char.IsAsciiDigit) <= DigitsMax);

    private static object Cell(string text, Type type) => type == typeof(string) ? text
        : text.Length == 0 ? DBNull.Value : decimal.Parse(text, CultureInfo.InvariantCulture);

    // A zero before others belongs to a code.
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]
    private static partial Regex Plain();
}
