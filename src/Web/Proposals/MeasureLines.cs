using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Proposals;

/// <summary>
/// Measures as they are pasted from a spreadsheet: one a line, columns parted by tabs or semicolons. What breaks a rule
/// is named by its line, and the text stays as it is.
/// </summary>
internal static class MeasureLines
{
    /// <summary>Measures that Tariffs takes in a proposal.</summary>
    internal const int LinesMax = 1000;

    /// <summary>What a line has, in this order; all after the duty may be left out.</summary>
    internal static readonly string[] Columns =
        ["type", "goods_code", "origin", "except", "duty", "document", "order_number", "valid_to", "review_by"];

    private const int ColumnsMin = 5;
    private const int ValueShown = 100;
    private const string Field = "lines";

    /// <summary>The rows, and what of the lines can't be read.</summary>
    public static (List<MeasureForm> Rows, List<Violation> Faults) Read(string? text)
    {
        var lines = LinesOf(text).ToList();
        if (lines.Count > LinesMax)
            return ([], [Fault(Field, "LINES_MAX", $"{lines.Count}", $"at most {LinesMax}",
                $"A proposal has at most {LinesMax} measures; these are {lines.Count} lines.")]);
        var (rows, faults) = (new List<MeasureForm>(), new List<Violation>());
        foreach (var (place, line) in lines)
            rows.Add(Read(line, $"{Field}[{place + 1}]", faults));
        return (rows, faults);
    }

    /// <summary>A measure as such a line, or null where it has more than a line says.</summary>
    public static string? Of(Measure measure)
    {
        var row = MeasureForm.Of(measure, 0);
        var line = string.Join('\t', row.Type, row.GoodsCode, row.Origin, row.ExcludedOrigins, row.Expression,
            row.RequiredDocument, row.OrderNumber, row.ValidTo, row.ReviewBy);
        var (rows, faults) = Read(line);
        return faults.Count == 0 && rows.Count == 1 && rows[0].Read(_ => null).Equals(measure) ? line : null;
    }

    /// <summary>Number of the line in which the measure at a place is written.</summary>
    public static int PlaceOf(string? text, int place) => LinesOf(text).ElementAtOrDefault(place).Index + 1;

    private static IEnumerable<(int Index, string Item)> LinesOf(string? text) =>
        (text ?? "").ReplaceLineEndings("\n").Split('\n').Index().Where(line => !string.IsNullOrWhiteSpace(line.Item));

    private static MeasureForm Read(string line, string field, List<Violation> faults)
    {
        var cells = line.Split(line.Contains('\t') ? '\t' : ';', StringSplitOptions.TrimEntries);
        if (cells.Length < ColumnsMin || cells.Length > Columns.Length)
            faults.Add(Fault(field, "COLUMNS", line[..Math.Min(line.Length, ValueShown)], string.Join(", ", Columns),
                $"It has {cells.Length} columns; {ColumnsMin} to {Columns.Length} are expected."));
        else if (!Enum.TryParse<MeasureType>(cells[0], ignoreCase: true, out var type)
            || !Enum.IsDefined(type) || type == MeasureType.Unspecified)
            faults.Add(Fault($"{field}.type", "MEASURE_TYPE", cells[0],
                string.Join(", ", Enum.GetNames<MeasureType>().Skip(1)), "There is no such type of measure."));
        return new MeasureForm
        {
            Type = Cell(0),
            GoodsCode = Cell(1),
            Origin = Cell(2),
            ExcludedOrigins = Cell(3),
            Expression = Cell(4),
            RequiredDocument = Cell(5),
            OrderNumber = Cell(6),
            ValidTo = Cell(7),
            ReviewBy = Cell(8),
        };

        string Cell(int place) => cells.ElementAtOrDefault(place) ?? "";
    }

    private static Violation Fault(string field, string rule, string value, string accepted, string message) =>
        new() { Field = field, Rule = rule, Value = value, Accepted = accepted, Message = message };
}
