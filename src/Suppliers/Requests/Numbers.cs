using System.Globalization;
using Npgsql;

namespace CrmClub.Suppliers.Requests;

/// <summary>Draws the numbers that people use.</summary>
internal static class Numbers
{
    public static Task<string> OperatorAsync(Work work) => DrawAsync(work, "O", 4);

    public static Task<string> FacilityAsync(Work work, string country) => DrawAsync(work, $"F-{country}", 4);

    public static Task<string> CertificateAsync(Work work, int year) =>
        DrawAsync(work, string.Create(CultureInfo.InvariantCulture, $"CRM-{year:0000}"), 6);

    private static async Task<string> DrawAsync(Work work, string series, int digits)
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
