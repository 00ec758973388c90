using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>
/// Figures as a table: exchange rates, reference prices, or the ECB's reference rates, told apart by their columns.
/// </summary>
/// <param name="Rates">In the table's order.</param>
/// <param name="Prices">In the table's order.</param>
/// <param name="Lines">The line of each rate or price.</param>
public sealed record RateTable(
    IReadOnlyList<ExchangeRate> Rates, IReadOnlyList<ReferencePrice> Prices, IReadOnlyList<int> Lines)
{
    private static readonly string[] RateColumns =
        ["series", "base", "quote", "rate", "valid_from", "valid_to", "source", "demonstration"];

    private static readonly string[] PriceColumns =
        [
            "material", "stage", "content_unit", "price", "currency", "valid_from", "valid_to", "source",
            "demonstration",
        ];

    /// <summary>Reads a table.</summary>
    /// <exception cref="ImportException">It has other columns, or a line that can't be read.</exception>
    public static RateTable Read(TextReader text)
    {
        var table = new CsvTable(text);
        if (EcbReferenceRates.Are(table))
            return new RateTable([.. EcbReferenceRates.Months(table)], [], []);
        if (table.Has(RateColumns))
        {
            var rates = table.Rows().Select(row => (row.Line, Rate: Rate(row))).ToList();
            return new RateTable([.. rates.Select(one => one.Rate)], [], [.. rates.Select(one => one.Line)]);
        }

        if (!table.Has(PriceColumns))
            throw new ImportException(
                $"The table has neither the columns {string.Join(", ", RateColumns)} nor "
                + $"{string.Join(", ", PriceColumns)} nor those of the ECB's reference rates.");
        var prices = table.Rows().Select(row => (row.Line, Price: Price(row))).ToList();
        return new RateTable([], [.. prices.Select(one => one.Price)], [.. prices.Select(one => one.Line)]);
    }

    private static ExchangeRate Rate(CsvRow row) => new()
    {
        Series = row["series"],
        Base = row["base"],
        Quote = row["quote"],
        Rate = row["rate"],
        ValidFrom = row["valid_from"],
        ValidTo = row["valid_to"],
        Source = row["source"],
        Demonstration = row["demonstration"] == "true",
    };

    private static ReferencePrice Price(CsvRow row) => new()
    {
        Material = row["material"],
        Stage = Enum.TryParse<Stage>(row["stage"].Replace("_", "", StringComparison.Ordinal), true, out var stage)
            ? stage : Stage.Unspecified,
        ContentUnit = row["content_unit"],
        Price = new Money { Amount = row["price"], Currency = row["currency"] },
        ValidFrom = row["valid_from"],
        ValidTo = row["valid_to"],
        Source = row["source"],
        Demonstration = row["demonstration"] == "true",
    };
}
