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
    /// <exception cref="ImportException">A day or a rate can't be read.</exception>
    public static IEnumerable<ExchangeRate> Months(CsvTable table)
    {
        var days = new SortedDictionary<DateOnly, CsvRow>();
        foreach (var row in table.Rows())
        {
            var text = row["date"].Length > 0 ? row["date"] : row["Date"];
            if (!Wire.TryDay(text, out var day) || !days.TryAdd(day, row))
                throw new ImportException($"Line {row.Line}: '{text}' is no day, or stands there twice.");
        }

        if (days.Count == 0)
            throw new ImportException("The table has no day.");
        var (first, last) = (days.Keys.First(), days.Keys.Last());
        var currencies = days[first].Columns.Where(column => Currencies.Contains(column)).Order(StringComparer.Ordinal);
        return
            from currency in currencies
            from month in Months(first, last)
            let found = RateDay(PenultimateWednesday(month.AddMonths(-1)), currency, days)
            where found is not null
            select Rate(currency, month, found.Value, days[found.Value]);
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

    private static ExchangeRate Rate(string currency, DateOnly month, DateOnly day, CsvRow row) =>
        Wire.TryDecimal(row[currency], out var rate) && rate > 0
            ? new()
            {
                Series = Series,
                Base = "EUR",
                Quote = currency,
                Rate = row[currency],
                ValidFrom = Wire.Day(month),
                ValidTo = Wire.Day(month.AddMonths(1)),
                Source = $"ECB {Wire.Day(day)}",
            }
            : throw new ImportException($"Line {row.Line}: '{row[currency]}' is no rate of {currency}.");
}
