using CrmClub.Tariffs.Engine;
using ExchangeRate = CrmClub.Contracts.Tariffs.V1.ExchangeRate;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>
/// The ECB's euro reference rates (`eurofxref-hist.csv`: a line for each day, units per euro by currency) as customs
/// use them: the rate of a month is that of the penultimate Wednesday of the month before, or of the last day before it
/// that has one (UCC-IA Art. 146).
/// </summary>
internal static class EcbReferenceRates
{
    public const string Series = "EU-MONTHLY";

    // How far back the rate of a Wednesday without one is looked for.
    private const int DaysBackMax = 14;

    private static readonly string[] NotQuoted = ["", "N/A"];

    public static bool Are(CsvTable table) =>
        (table.Has(["date"]) || table.Has(["Date"])) && table.Has(["USD", "JPY"]);

    /// <summary>The rates of every month that the days at hand decide, by currency and month.</summary>
    public static IReadOnlyList<(int Line, ExchangeRate Rate)> Months(CsvTable table, Faults faults)
    {
        var date = table.Has(["date"]) ? "date" : "Date";
        foreach (var column in table.Header.Where(column => column.Length > 0 && column != date && !IsCode(column)))
            faults.Add(CsvTable.Place(1, column), "UNKNOWN_COLUMN", column, $"{date}, or a currency by ISO 4217",
                $"'{column}' is no column of this table.");
        // Currencies that are no longer in use have their columns, too.
        var currencies = table.Header.Where(column => Currencies.Contains(column))
            .Order(StringComparer.Ordinal).ToList();
        var days = new SortedDictionary<DateOnly, CsvRow>();
        foreach (var row in table.WholeRows(faults))
        {
            var place = CsvTable.Place(row.Line, date);
            if (!Wire.TryDay(row[date], out var day))
                faults.Day(place, row[date]);
            else if (!days.TryAdd(day, row))
                faults.Add(place, "UNIQUE", row[date], "each day once", $"'{row[date]}' stands there twice.");
            foreach (var currency in currencies.Where(currency => !NotQuoted.Contains(row[currency])))
                faults.Positive(CsvTable.Place(row.Line, currency), row[currency]);
        }

        if (days.Count == 0)
            return [];
        var (first, last) = (days.Keys.First(), days.Keys.Last());
        return
        [
            .. from currency in currencies
               from month in Months(first, last)
               let found = RateDay(PenultimateWednesday(month.AddMonths(-1)), currency, days)
               where found is not null
               select (days[found.Value].Line, Rate(currency, month, found.Value, days[found.Value])),
        ];
    }

    /// <summary>The last Wednesday but one of the month that begins on a day.</summary>
    internal static DateOnly PenultimateWednesday(DateOnly month)
    {
        var last = month.AddMonths(1).AddDays(-1);
        return last.AddDays(-(((int)last.DayOfWeek - (int)DayOfWeek.Wednesday + 7) % 7) - 7);
    }

    private static IEnumerable<DateOnly> Months(DateOnly first, DateOnly last)
    {
        var month = new DateOnly(first.Year, first.Month, 1).AddMonths(1);
        for (; PenultimateWednesday(month.AddMonths(-1)) <= last; month = month.AddMonths(1))
            yield return month;
    }

    private static DateOnly? RateDay(DateOnly wednesday, string currency, SortedDictionary<DateOnly, CsvRow> days)
    {
        for (var back = 0; back <= DaysBackMax; back++)
        {
            var day = wednesday.AddDays(-back);
            if (days.TryGetValue(day, out var row) && !NotQuoted.Contains(row[currency]))
                return day;
        }

        return null;
    }

    private static ExchangeRate Rate(string currency, DateOnly month, DateOnly day, CsvRow row) => new()
    {
        Series = Series,
        Base = "EUR",
        Quote = currency,
        Rate = row[currency],
        ValidFrom = Wire.Day(month),
        ValidTo = Wire.Day(month.AddMonths(1)),
        Source = $"ECB {Wire.Day(day)}",
    };

    private static bool IsCode(string column) => column.Length == 3 && column.All(char.IsAsciiLetterUpper);
}
