using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Cli.Import;

/// <summary>A row of a table, its operator's key, and the place of a request's field: file, line, column.</summary>
internal sealed record ImportedRow<T>(int Line, string Key, T Content, Func<string, string> Place);

/// <summary>Operators and facilities as tables; reads on where something is wrong.</summary>
internal sealed class SupplierTables(ICollection<Violation> faults)
{
    private static readonly string[] IdentifierColumns = ["lei", "eori", "jcn", "national"];

    private static readonly string[] OperatorColumns =
        ["key", "name", "country", .. IdentifierColumns, "national_country"];

    private static readonly string[] FacilityColumns =
        ["operator", "name", "country", "kind", "latitude", "longitude", "place", "capacities_from", "scopes"];

    private const string ScopesAccepted =
        "material, stage and tons a year, for instance \"Dy separated-compound 120; …\"";

    public List<ImportedRow<Operator>> Operators(string file, TextReader text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<ImportedRow<Operator>>();
        foreach (var row in Rows(file, text, OperatorColumns))
        {
            var columns = IdentifierColumns.Where(column => row[column].Length > 0).ToList();
            if (row["key"].Length == 0 || !keys.Add(row["key"]))
                Add(file, row, "key", "UNIQUE", "a word of the file's own, each once", "It names no operator, or two.");
            if (columns.Count == 0)
                Add(file, row, "lei", "COUNT", string.Join(" or ", IdentifierColumns), "It has no identifier.");
            Check(file, row, "country", Countries.Check(row["country"]));
            foreach (var column in columns)
                Check(file, row, column, Identifier(column, row));
            rows.Add(new(row.Line, row["key"], Operator(row, columns), PlaceOf(file, row.Line, field =>
                Column(field, "operator.identifiers[", out var rest)
                    ? columns[rest[0] - '0'] + (rest.EndsWith("country", StringComparison.Ordinal) ? "_country" : "")
                    : field.Split('.')[^1])));
        }

        return rows;
    }

    /// <summary>Facilities of operators with these keys, or of those that have a number already.</summary>
    public List<ImportedRow<Facility>> Facilities(string file, TextReader text, IReadOnlySet<string> keys)
    {
        var rows = new List<ImportedRow<Facility>>();
        foreach (var row in Rows(file, text, FacilityColumns))
        {
            if (!keys.Contains(row["operator"]) && !row["operator"].StartsWith("O-", StringComparison.Ordinal))
            {
                Add(file, row, "operator", "OPERATOR", "a key of the table of operators, or a number of the club's",
                    "There is no such operator.");
            }

            Check(file, row, "country", Countries.Check(row["country"]));
            if (!Choices.Of<FacilityKind>().Contains(row["kind"]))
                Add(file, row, "kind", "KIND", string.Join(", ", Choices.Of<FacilityKind>()), "There is no such kind.");
            rows.Add(new(row.Line, row["operator"], Facility(file, row), PlaceOf(file, row.Line, field =>
                field.StartsWith("facility.scopes", StringComparison.Ordinal) ? "scopes"
                : field == "facility.place.name" ? "place"
                : field.Split('.')[^1])));
        }

        foreach (var again in rows.GroupBy(row => row.Content).SelectMany(same => same.Skip(1)))
        {
            Add(again.Place("facility.name"), "UNIQUE", again.Content.Name, "each once",
                "The line stands there twice.");
        }

        return rows;
    }

    private IEnumerable<CsvRow> Rows(string file, TextReader text, string[] columns)
    {
        if (text.Peek() < 0)
        {
            Add(file, "COLUMNS", "", string.Join(", ", columns), "The table is empty.");
            return [];
        }

        var malformed = new List<Violation>();
        var table = new CsvTable(text);
        table.CheckHeader(columns, malformed);
        var rows = table.WholeRows(malformed).ToList();
        foreach (var fault in malformed)
        {
            fault.Field = $"{file}, {fault.Field}";
            faults.Add(fault);
        }

        // Where a column is missing, each line would tell it again.
        return malformed.Any(fault => fault.Field.Contains("line 1,", StringComparison.Ordinal)) ? [] : rows;
    }

    private static Operator Operator(CsvRow row, IEnumerable<string> columns) => new()
    {
        Name = row["name"],
        Country = row["country"],
        Identifiers =
        {
            columns.Select(column => new Identifier
            {
                Kind = Choices.Parse<IdentifierKind>(column),
                Value = row[column],
                Country = column == "national" ? row["national_country"] : "",
            }),
        },
    };

    private Facility Facility(string file, CsvRow row)
    {
        var facility = new Facility
        {
            Operator = row["operator"],
            Name = row["name"],
            Country = row["country"],
            Kind = Choices.Of<FacilityKind>().Contains(row["kind"])
                ? Choices.Parse<FacilityKind>(row["kind"])
                : default,
            CapacitiesFrom = row["capacities_from"],
        };
        if (row["latitude"].Length + row["longitude"].Length + row["place"].Length > 0)
        {
            facility.Place = new Place
            {
                Latitude = row["latitude"],
                Longitude = row["longitude"],
                Name = row["place"],
            };
        }

        foreach (var text in row["scopes"].Split(';', StringSplitOptions.TrimEntries))
        {
            if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var material, var stage, var tons]
                && Choices.Of<Stage>().Contains(stage))
            {
                facility.Scopes.Add(new Scope
                {
                    Material = material,
                    Stage = Choices.Parse<Stage>(stage),
                    CapacityTonsPerYear = tons,
                });
            }
            else
            {
                Add(Place(file, row.Line, "scopes"), "SCOPE", text, $"{ScopesAccepted}; stages: "
                    + string.Join(", ", Choices.Of<Stage>()), "It is no material at a stage.");
            }
        }

        return facility;
    }

    private static IdentifierCheck Identifier(string column, CsvRow row) => column switch
    {
        "national" => NationalNumber.Check(row["national_country"], row[column]),
        _ => IdentifierKinds.All[column](row[column]),
    };

    private void Check(string file, CsvRow row, string column, IdentifierCheck check)
    {
        if (check.IsValid)
            return;
        if (column == "national" && check.Rule == "COUNTRY_CODE")
            column = "national_country";
        Add(file, row, column, check.Rule, check.Accepted, check.Message);
    }

    private void Add(string file, CsvRow row, string column, string rule, string accepted, string message) =>
        Add(Place(file, row.Line, column), rule, row[column], accepted, message);

    private void Add(string field, string rule, string value, string accepted, string message) => faults.Add(new()
    {
        Field = field,
        Rule = rule,
        Value = value,
        Accepted = accepted,
        Message = message,
    });

    private static Func<string, string> PlaceOf(string file, int line, Func<string, string> column) =>
        field => Place(file, line, column(field));

    private static string Place(string file, int line, string column) => $"{file}, {CsvTable.Place(line, column)}";

    private static bool Column(string field, string start, out string rest)
    {
        rest = field.StartsWith(start, StringComparison.Ordinal) ? field[start.Length..] : "";
        return rest.Length > 0;
    }
}
