using System.Text.Json;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>
/// Figures as a table: exchange rates, reference prices, or the ECB's reference rates, told apart by their columns.
/// </summary>
/// <param name="Rates">In the table's order.</param>
/// <param name="Prices">In the table's order.</param>
/// <param name="Lines">The line of each rate or price.</param>
/// <param name="Malformed">What of the table can't be read, with line and column.</param>
public sealed record RateTable(
    IReadOnlyList<ExchangeRate> Rates, IReadOnlyList<ReferencePrice> Prices, IReadOnlyList<int> Lines,
    IReadOnlyList<Violation> Malformed)
{
    private static readonly string[] RateColumns =
        ["series", "base", "quote", "rate", "valid_from", "valid_to", "source", "demonstration"];

    private static readonly string[] PriceColumns =
        [
            "material", "stage", "content_unit", "price", "currency", "valid_from", "valid_to", "source",
            "demonstration",
        ];

    private static readonly string Columns = $"{string.Join(", ", RateColumns)}; {string.Join(", ", PriceColumns)}; "
        + "or those of the ECB's reference rates";

    private static readonly Dictionary<string, Stage> Stages = Enum.GetValues<Stage>().Skip(1).ToDictionary(
        stage => JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{stage}"), StringComparer.OrdinalIgnoreCase);

    private bool IsOfDays { get; init; }

    private IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Reads a table, and goes on where something is wrong with it.</summary>
    public static RateTable Read(TextReader text)
    {
        var malformed = new List<Violation>();
        var faults = new Faults(malformed);
        if (text.Peek() < 0)
        {
            faults.Add("line 1", "COLUMNS", "", Columns, "The table is empty.");
            return new RateTable([], [], [], malformed);
        }

        var table = new CsvTable(text);
        if (EcbReferenceRates.Are(table))
        {
            var months = EcbReferenceRates.Months(table, faults);
            return new RateTable(
                [.. months.Select(one => one.Rate)], [], [.. months.Select(one => one.Line)], malformed)
            { IsOfDays = true };
        }

        var columns = new[] { RateColumns, PriceColumns }.MaxBy(all => all.Count(table.Header.Contains))!;
        if (columns.Count(table.Header.Contains) < columns.Length / 2)
        {
            faults.Add("line 1", "COLUMNS", string.Join(",", table.Header), Columns,
                "These are the columns of none of the tables that are read.");
            return new RateTable([], [], [], malformed);
        }

        table.CheckHeader(columns, malformed);
        var rows = table.WholeRows(malformed).ToList();
        var isRates = columns == RateColumns;
        return new RateTable(
            isRates ? [.. rows.Select(row => Rate(row, faults))] : [],
            isRates ? [] : [.. rows.Select(row => Price(row, faults))],
            [.. rows.Select(row => row.Line)],
            malformed)
        { Missing = [.. columns.Except(table.Header)] };
    }

    /// <summary>Its figures that begin on a day or later, and those whose beginning is no day.</summary>
    public RateTable From(DateOnly first)
    {
        var kept = Lines.Index().Select(one => one.Index).Where(index => !Wire.TryDay(
            Rates.Count > 0 ? Rates[index].ValidFrom : Prices[index].ValidFrom, out var day) || day >= first).ToList();
        return this with
        {
            Rates = Rates.Count > 0 ? [.. kept.Select(index => Rates[index])] : [],
            Prices = Prices.Count > 0 ? [.. kept.Select(index => Prices[index])] : [],
            Lines = [.. kept.Select(index => Lines[index])],
        };
    }

    /// <summary>Everything that is wrong with it, with line and column.</summary>
    /// <param name="materials">Of which there are prices; null where they are not known here.</param>
    public IReadOnlyList<Violation> Check(IEnumerable<Material>? materials)
    {
        var found = new List<Violation>();
        RateCheck.Check(Rates, index => $"rates[{index}].", found);
        RateCheck.Check(Prices, index => $"prices[{index}].", materials, found);
        var faults = new Faults(found);
        foreach (var (index, rate) in Rates.Index()) faults.Required($"rates[{index}].source", rate.Source);
        foreach (var (index, price) in Prices.Index()) faults.Required($"prices[{index}].source", price.Source);
        foreach (var fault in found) fault.Field = PlaceOf(fault.Field);
        if (Malformed.Count == 0 && Lines.Count == 0)
            faults.Add("", "COUNT", "0", "a figure, or more", "There is no figure in it.");
        // A column that is not there is told once, and what can't be read as it stands there.
        return [.. Malformed, .. found.Where(fault =>
            !Malformed.Any(other => other.Field == fault.Field)
            && !Missing.Any(column => fault.Field.EndsWith($", column {column}", StringComparison.Ordinal)))];
    }

    /// <summary>Line and column of a field of its figures, "rates[3].rate"; any other field as it is.</summary>
    public string PlaceOf(string field)
    {
        if (field.Split('[', ']') is not ["rates" or "prices", var number, ['.', .. var path]]
            || !int.TryParse(number, out var index) || index >= Lines.Count)
            return field;
        var column = path switch
        {
            _ when IsOfDays => Rates[index].Quote,
            "price.amount" => "price",
            "price.currency" => "currency",
            var name => name,
        };
        return CsvTable.Place(Lines[index], column);
    }

    private static ExchangeRate Rate(CsvRow row, Faults faults) => new()
    {
        Series = row["series"],
        Base = row["base"],
        Quote = row["quote"],
        Rate = row["rate"],
        ValidFrom = row["valid_from"],
        ValidTo = row["valid_to"],
        Source = row["source"],
        Demonstration = IsDemonstration(row, faults),
    };

    private static ReferencePrice Price(CsvRow row, Faults faults) => new()
    {
        Material = row["material"],
        Stage = StageOf(row, faults),
        ContentUnit = row["content_unit"],
        Price = new Money { Amount = row["price"], Currency = row["currency"] },
        ValidFrom = row["valid_from"],
        ValidTo = row["valid_to"],
        Source = row["source"],
        Demonstration = IsDemonstration(row, faults),
    };

    private static Stage StageOf(CsvRow row, Faults faults)
    {
        const string Column = "stage";
        if (!Stages.TryGetValue(row[Column], out var stage) && row.Has(Column))
            faults.Add(CsvTable.Place(row.Line, Column), "SPECIFIED", row[Column], string.Join(", ", Stages.Keys),
                $"'{row[Column]}' is no stage.");
        return stage;
    }

    private static bool IsDemonstration(CsvRow row, Faults faults)
    {
        const string Column = "demonstration";
        if (row[Column] is not ("true" or "false" or ""))
            faults.Add(CsvTable.Place(row.Line, Column), "BOOLEAN", row[Column], "true, false",
                $"'{row[Column]}' is neither.");
        return row[Column] == "true";
    }
}
