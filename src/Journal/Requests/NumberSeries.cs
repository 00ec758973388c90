using System.Globalization;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>Draws the numbers that people use, without a gap. The service's schema has <c>number_series</c>.</summary>
public static class NumberSeries
{
    /// <summary>The next number of a series, for instance "F-MY-0001" of the series "F-MY".</summary>
    public static async Task<string> DrawAsync(Work work, string series, int digits)
    {
        await using var draw = new NpgsqlCommand(
            """
            INSERT INTO number_series (series, last) VALUES ($1, 1)
            ON CONFLICT (series) DO UPDATE SET last = number_series.last + 1
            RETURNING last
            """,
            work.Transaction.Connection,
            work.Transaction);
        draw.Parameters.Add(new() { Value = series });
        var last = (int)(await draw.ExecuteScalarAsync(work.Cancel))!;
        return $"{series}-{last.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}";
    }
}
