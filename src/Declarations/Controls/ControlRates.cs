using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Reading;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Npgsql;

namespace CrmClub.Declarations.Controls;

/// <summary>What was recommended, controlled and found, by administration and month of acceptance.</summary>
internal sealed class ControlRates(NpgsqlDataSource database, Sight sight, ClubTime clock)
{
    private const string Month = "yyyy-MM";
    private const int MonthsMax = 24;
    private const int MonthsUsual = 12;

    private const string Results =
        """
        (SELECT DISTINCT ON (declaration) declaration, control_outcome AS outcome
         FROM report WHERE control_outcome IS NOT NULL ORDER BY declaration, number DESC)
        """;

    private const string RatesSql =
        $"""
        SELECT d.administration, date_trunc('month', d.acceptance_day)::date, count(*),
          count(*) FILTER (WHERE s.recommendation > 1), count(r.outcome), count(*) FILTER (WHERE r.outcome = 2)
        FROM declaration d
        LEFT JOIN (
          SELECT declaration, max(CASE WHEN $4 THEN recommendation ELSE club_recommendation END) AS recommendation
          FROM control_score WHERE ($1::text IS NULL OR administration = $1) AND month >= $2 AND month < $3
          GROUP BY declaration) s ON s.declaration = d.id
        LEFT JOIN {Results} r ON r.declaration = d.id
        WHERE ($1::text IS NULL OR d.administration = $1) AND d.acceptance_day >= $2 AND d.acceptance_day < $3
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    // An administration's own profiles have a hyphen in their ids.
    private const string ProfilesSql =
        $"""
        SELECT s.administration, s.month, s.profile, count(*), count(*) FILTER (WHERE r.outcome = 2),
          count(*) FILTER (WHERE r.outcome = 1)
        FROM (
          SELECT DISTINCT declaration, administration, month, unnest(profiles) AS profile
          FROM control_score WHERE ($1::text IS NULL OR administration = $1) AND month >= $2 AND month < $3) s
        LEFT JOIN {Results} r ON r.declaration = s.declaration
        WHERE $4 OR strpos(s.profile, '-') = 0
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    public async Task<GetControlRatesResponse> HandleAsync(
        GetControlRatesRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var now = clock.UtcNow;
        var last = Read(request.ToMonth, "to_month", new DateOnly(now.Year, now.Month, 1), faults);
        var from = Read(request.FromMonth, "from_month", last.AddMonths(1 - MonthsUsual), faults);
        if (from > last || from.AddMonths(MonthsMax) <= last)
            faults.Add("from_month", "", "PERIOD", request.FromMonth, $"at most {MonthsMax} months to to_month",
                "The period is empty or too long.");
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(RatesSql), new(ProfilesSql) },
        };
        foreach (var command in batch.BatchCommands)
        {
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = sight.Of(caller) });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = last.AddMonths(1) });
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = sight.OfLocalProfiles(caller) });
        }

        var response = new GetControlRatesResponse();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            response.Rates.Add(new ControlRate
            {
                Administration = rows.GetString(0),
                Month = Name(rows.GetFieldValue<DateOnly>(1)),
                Declarations = rows.GetInt64(2),
                Recommended = rows.GetInt64(3),
                Controlled = rows.GetInt64(4),
                Irregular = rows.GetInt64(5),
            });
        }

        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            response.Profiles.Add(new ProfileRate
            {
                Administration = rows.GetString(0),
                Month = Name(rows.GetFieldValue<DateOnly>(1)),
                Profile = rows.GetString(2),
                Hits = rows.GetInt64(3),
                Confirmed = rows.GetInt64(4),
                Unconfirmed = rows.GetInt64(5),
            });
        }

        return response;
    }

    private static string Name(DateOnly month) => month.ToString(Month, CultureInfo.InvariantCulture);

    private static DateOnly Read(string text, string field, DateOnly absent, Violations faults)
    {
        if (text.Length == 0)
            return absent;
        // Far from the ends of the calendar, so that months can be counted from it.
        if (DateOnly.TryParseExact(text, Month, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            && month.Year is >= 2000 and <= 9000)
            return month;
        faults.Add(field, "", "MONTH", text, "YYYY-MM", "It is no month.");
        return absent;
    }
}
