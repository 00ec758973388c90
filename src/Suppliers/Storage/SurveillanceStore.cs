using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Suppliers.Storage;

/// <summary>Which days of surveillance are read, by certificate and day.</summary>
internal sealed record SurveillanceQuery
{
    public string? Certificate { get; init; }

    /// <summary>Only what is not passed, of certificates that are issued or suspended, due by this day.</summary>
    public DateOnly? OpenUntil { get; init; }

    /// <summary>Only what comes after this certificate and day.</summary>
    public string? After { get; init; }

    public int? Limit { get; init; }
}

/// <summary>The days of surveillance, and what became of them.</summary>
internal static class SurveillanceStore
{
    private const string DaysSql =
        """
        SELECT v.entry_id, v.number, due.due_on, w.warned, p.passed_on, p.assessment
        FROM certificate_version v CROSS JOIN LATERAL unnest(v.surveillance_days) AS due (due_on)
        CROSS JOIN LATERAL (
          SELECT array_agg(days_before ORDER BY days_before DESC) AS warned FROM surveillance_warning
          WHERE certificate = v.number AND due_on = due.due_on) w
        LEFT JOIN surveillance_pass p ON p.certificate = v.number AND p.due_on = due.due_on
        WHERE ($1 IS NULL OR v.number = $1)
          AND ($2 IS NULL OR (due.due_on <= $2 AND p.passed_on IS NULL AND v.state IN ('Issued', 'Suspended')))
          AND ($3 IS NULL OR v.number || ' ' || due.due_on::text > $3)
          AND NOT EXISTS (
            SELECT FROM certificate_version newer WHERE newer.number = v.number AND newer.version > v.version)
        ORDER BY v.number, due.due_on LIMIT $4
        """;

    public static async Task<List<Contracts.Suppliers.V1.Surveillance>> DaysAsync(
        NpgsqlConnection connection, SurveillanceQuery query, CancellationToken cancel)
    {
        if (!SuppliersReader.IsNumber(query.Certificate ?? "-"))
            return [];
        var read = await SuppliersReader.ReadAsync(
            connection,
            DaysSql,
            [
                SuppliersReader.Text(query.Certificate),
                new() { NpgsqlDbType = NpgsqlDbType.Date, Value = query.OpenUntil ?? (object)DBNull.Value },
                SuppliersReader.Text(query.After),
                new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = query.Limit ?? (object)DBNull.Value },
            ],
            row => new Contracts.Suppliers.V1.Surveillance
            {
                Certificate = row.GetString(1),
                DueOn = ChangeRules.Day(row.GetFieldValue<DateOnly>(2)),
                WarnedBefore = { row.IsDBNull(3) ? [] : row.GetFieldValue<int[]>(3) },
                PassedOn = row.IsDBNull(4) ? "" : ChangeRules.Day(row.GetFieldValue<DateOnly>(4)),
                Assessment = row.IsDBNull(5) ? "" : row.GetString(5),
            },
            cancel);
        return [.. read.Select(stored => stored.Content)];
    }

    public static Task<List<Recorded<SurveillanceWarned>>> WarningsAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, "SELECT entry_id, certificate, due_on, days_before FROM surveillance_warning", [],
        row => new SurveillanceWarned
        {
            Certificate = row.GetString(1),
            DueOn = ChangeRules.Day(row.GetFieldValue<DateOnly>(2)),
            DaysBefore = row.GetInt32(3),
        },
        cancel);

    public static Task<List<Recorded<SurveillancePassed>>> PassesAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, "SELECT entry_id, certificate, due_on, assessment, passed_on FROM surveillance_pass", [],
        row => new SurveillancePassed
        {
            Certificate = row.GetString(1),
            DueOn = ChangeRules.Day(row.GetFieldValue<DateOnly>(2)),
            Assessment = row.GetString(3),
            PassedOn = ChangeRules.Day(row.GetFieldValue<DateOnly>(4)),
        },
        cancel);

    public static async Task AddAsync(Work work, SurveillanceWarned warned)
    {
        var due = ChangeRules.Day(warned.DueOn);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, warned.Certificate, due, warned), work.Cancel);
        await SuppliersWriter.RunAsync(
            work,
            new NpgsqlBatchCommand(
                """
                INSERT INTO surveillance_warning (certificate, due_on, days_before, entry_id) VALUES ($1, $2, $3, $4)
                """)
            {
                Parameters =
                {
                    new() { Value = warned.Certificate }, new() { Value = due }, new() { Value = warned.DaysBefore },
                    new() { Value = entry },
                },
            });
    }

    public static async Task AddAsync(Work work, SurveillancePassed passed)
    {
        var due = ChangeRules.Day(passed.DueOn);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, passed.Certificate, due, passed), work.Cancel);
        await SuppliersWriter.RunAsync(
            work,
            new NpgsqlBatchCommand(
                """
                INSERT INTO surveillance_pass (certificate, due_on, entry_id, assessment, passed_on)
                VALUES ($1, $2, $3, $4, $5)
                """)
            {
                Parameters =
                {
                    new() { Value = passed.Certificate }, new() { Value = due }, new() { Value = entry },
                    new() { Value = passed.Assessment }, new() { Value = ChangeRules.Day(passed.PassedOn) },
                },
            });
    }
}
