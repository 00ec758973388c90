using System.Text;
using CrmClub.Contracts.Common.V1;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>A table of comma-separated values with a header (RFC 4180); each row knows its line.</summary>
public sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;
    private readonly TextReader _text;
    private int _line = 1;
    private int? _quoteLine;

    /// <exception cref="ImportException">It has no such columns.</exception>
    public CsvTable(TextReader text)
    {
        _text = text;
        var header = Record() ?? throw new ImportException("The table is empty.");
        Header = [.. header.Select(column => column.TrimStart('\uFEFF').Trim())];
        _columns = Header.Index().DistinctBy(column => column.Item)
            .ToDictionary(column => column.Item, column => column.Index);
    }

    /// <summary>Its columns in their order, also those that stand there twice.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Names a field of a table.</summary>
    public static string Place(int line, string column) => $"line {line}, column {column}";

    public bool Has(IEnumerable<string> columns) => columns.All(_columns.ContainsKey);

    public IEnumerable<CsvRow> Rows()
    {
        for (var line = _line; Record() is { } fields; line = _line)
        {
            if (fields is not [""])
                yield return new CsvRow(line, _columns, fields);
        }
    }

    /// <summary>Notes columns that are missing, stand there twice, or are none of the table.</summary>
    public void CheckHeader(IReadOnlyList<string> columns, ICollection<Violation> malformed)
    {
        var faults = new Faults(malformed);
        foreach (var column in columns.Except(Header))
            faults.Required(Place(1, column), "");
        HashSet<string> seen = [];
        foreach (var column in Header)
        {
            if (!seen.Add(column))
                faults.Add(Place(1, column), "DUPLICATE_COLUMN", column, "each once", "It stands there twice.");
            else if (!columns.Contains(column))
                faults.Add(Place(1, column), "UNKNOWN_COLUMN", column, string.Join(", ", columns),
                    $"'{column}' is no column of this table.");
        }
    }

    /// <summary>Rows that have a field for each column; others are faults, as is a quote that nothing closes.</summary>
    public IEnumerable<CsvRow> WholeRows(ICollection<Violation> malformed) => WholeRows(new Faults(malformed));

    internal IEnumerable<CsvRow> WholeRows(Faults faults)
    {
        foreach (var row in Rows())
        {
            if (_quoteLine is { } line)
                faults.Add($"line {line}", "QUOTE", "\"", "a quote that closes it", "Nothing closes this quote.");
            else if (row.Count != Header.Count)
                faults.Add($"line {row.Line}", "FIELDS", $"{row.Count}", $"{Header.Count} fields",
                    "It has not as many fields as there are columns; a decimal has a point, no comma.");
            else
                yield return row;
        }
    }

    private List<string>? Record()
    {
        if (_text.Peek() < 0)
            return null;
        List<string> fields = [];
        var field = new StringBuilder();
        var (quoted, first) = (false, _line);
        while (_text.Read() is >= 0 and var read)
        {
            var one = (char)read;
            if (one == '\n')
                _line++;
            if (one == '"' && quoted && _text.Peek() == '"')
                field.Append((char)_text.Read());
            else if (one == '"')
                quoted = !quoted;
            else if (one == '\n' && !quoted)
                break;
            else if (one == ',' && !quoted)
                Take(field, fields);
            else if (one != '\r')
                field.Append(one);
        }

        if (quoted)
            _quoteLine = first;
        Take(field, fields);
        return fields;
    }

    private static void Take(StringBuilder field, List<string> fields)
    {
        fields.Add(field.ToString());
        field.Clear();
    }
}

/// <summary>A row; a field that it lacks is empty.</summary>
public sealed class CsvRow(int line, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> fields)
{
    public int Line { get; } = line;

    public IEnumerable<string> Columns => columns.Keys;

    public int Count => fields.Count;

    public bool Has(string column) => columns.ContainsKey(column);

    public string this[string column] =>
        columns.TryGetValue(column, out var index) && index < fields.Count ? fields[index].Trim() : "";
}
