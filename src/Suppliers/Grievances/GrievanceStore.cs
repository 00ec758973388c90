using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Grievances;

/// <summary>Which grievances are read, in order of their numbers.</summary>
internal sealed record GrievanceQuery
{
    public string? Number { get; init; }

    public GrievanceState State { get; init; }

    public bool Overdue { get; init; }

    public string? After { get; init; }

    public int? Limit { get; init; }
}

/// <summary>Grievances and what was done about them.</summary>
internal static class GrievanceStore
{
    private const string GrievancesSql =
        """
        SELECT g.entry_id, g.number, g.language, g.facility, g.certificate, g.anonymous, g.filed_on, g.due_on
        FROM grievance g CROSS JOIN LATERAL (
          SELECT coalesce(max(CASE kind WHEN 'Acknowledged' THEN 2 WHEN 'ExaminationBegun' THEN 3
              WHEN 'Answered' THEN 4 END), 1) AS state,
            count(*) FILTER (WHERE kind = 'Escalated') > 0 AS escalated
          FROM grievance_step WHERE grievance = g.number) s
        WHERE ($1 IS NULL OR g.number = $1) AND ($2 = 0 OR s.state = $2) AND (NOT $3 OR s.escalated AND s.state < 4)
          AND ($4 IS NULL OR g.number > $4)
        ORDER BY g.number LIMIT $5
        """;

    private const string StepsSql =
        """
        SELECT entry_id, grievance, place, kind, by, text, outcome, language, recorded_at, assessment
        FROM grievance_step
        WHERE $1 IS NULL OR grievance = ANY($1) ORDER BY grievance, place
        """;

    private const string DueSql =
        """
        SELECT number FROM grievance g WHERE due_on < $1 AND NOT EXISTS (
          SELECT FROM grievance_step WHERE grievance = g.number AND kind IN ('Escalated', 'Answered'))
        ORDER BY number
        """;

    /// <summary>As they are now.</summary>
    public static async Task<List<Grievance>> ReadAsync(
        NpgsqlConnection connection, GrievanceQuery query, CancellationToken cancel)
    {
        var filed = (await FiledAsync(connection, query, cancel)).ConvertAll(one => one.Content);
        var steps = (await StepsAsync(connection, [.. filed.Select(one => one.Number)], cancel))
            .ToLookup(one => one.Content.Grievance, one => one.Content.Step);
        foreach (var grievance in filed)
            foreach (var step in steps[grievance.Number])
                grievance.Take(step);
        return filed;
    }

    /// <summary>As it is now, null where there is none.</summary>
    public static async Task<Grievance?> FindAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel) => SuppliersReader.IsNumber(number)
        ? (await ReadAsync(connection, new() { Number = number }, cancel)).SingleOrDefault()
        : null;

    /// <summary>As they came in.</summary>
    public static Task<List<Recorded<Grievance>>> FiledAsync(
        NpgsqlConnection connection, GrievanceQuery query, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection,
        GrievancesSql,
        [
            SuppliersReader.Text(query.Number), new() { Value = (int)query.State }, new() { Value = query.Overdue },
            SuppliersReader.Text(query.After), new() { Value = query.Limit ?? int.MaxValue },
        ],
        Filed,
        cancel);

    /// <param name="connection">To the database.</param>
    /// <param name="grievances">Their numbers; null for all.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<List<Recorded<GrievanceStepTaken>>> StepsAsync(
        NpgsqlConnection connection, string[]? grievances, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection,
        StepsSql,
        [
            new()
            {
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
                Value = grievances ?? (object)DBNull.Value,
            },
        ],
        Step,
        cancel);

    /// <summary>Numbers of those whose deadline has passed without an answer or an escalation.</summary>
    public static async Task<List<string>> DueAsync(
        NpgsqlConnection connection, DateOnly today, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(DueSql, connection);
        select.Parameters.Add(new() { Value = today });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var numbers = new List<string>();
        while (await rows.ReadAsync(cancel))
            numbers.Add(rows.GetString(0));
        return numbers;
    }

    /// <summary>The hash of a receipt's secret, or the other where there is no such receipt: one look-up.</summary>
    public static async Task<byte[]> SecretHashAsync(
        NpgsqlConnection connection, string number, byte[] absent, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT coalesce((SELECT secret_hash FROM grievance WHERE number = $1), $2)", connection);
        select.Parameters.Add(new() { Value = number });
        select.Parameters.Add(new() { Value = absent });
        return (byte[])(await select.ExecuteScalarAsync(cancel))!;
    }

    public static async Task AddAsync(Work work, long entry, Grievance grievance, byte[] secretHash)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO grievance (number, entry_id, secret_hash, language, facility, certificate, anonymous, filed_on,
              due_on)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            work.Transaction.Connection,
            work.Transaction)
        {
            Parameters =
            {
                new() { Value = grievance.Number }, new() { Value = entry }, new() { Value = secretHash },
                new() { Value = grievance.Language }, new() { Value = grievance.Facility },
                SuppliersReader.Text(grievance.Certificate.Length == 0 ? null : grievance.Certificate),
                new() { Value = grievance.Anonymous }, new() { Value = ChangeRules.Day(grievance.FiledOn) },
                new() { Value = ChangeRules.Day(grievance.DueOn) },
            },
        };
        await insert.ExecuteNonQueryAsync(work.Cancel);
    }

    public static async Task AddAsync(Work work, long entry, string grievance, GrievanceStep step)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO grievance_step (grievance, place, entry_id, kind, by, text, outcome, language, recorded_at,
              assessment)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            work.Transaction.Connection,
            work.Transaction)
        {
            Parameters =
            {
                new() { Value = grievance }, new() { Value = step.Place }, new() { Value = entry },
                new() { Value = $"{step.Kind}" }, new() { Value = step.By }, new() { Value = step.Text },
                new() { Value = $"{step.Outcome}" }, new() { Value = step.Language },
                new() { Value = step.RecordedAt.ToDateTime() }, new() { Value = step.Assessment },
            },
        };
        await insert.ExecuteNonQueryAsync(work.Cancel);
    }

    private static Grievance Filed(NpgsqlDataReader row) => new()
    {
        Number = row.GetString(1),
        Language = row.GetString(2),
        Facility = row.GetString(3),
        Certificate = row.IsDBNull(4) ? "" : row.GetString(4),
        Anonymous = row.GetBoolean(5),
        FiledOn = ChangeRules.Day(row.GetFieldValue<DateOnly>(6)),
        DueOn = ChangeRules.Day(row.GetFieldValue<DateOnly>(7)),
        State = GrievanceState.Received,
    };

    private static GrievanceStepTaken Step(NpgsqlDataReader row) => new()
    {
        Grievance = row.GetString(1),
        Step = new GrievanceStep
        {
            Place = row.GetInt32(2),
            Kind = Enum.Parse<GrievanceStepKind>(row.GetString(3)),
            By = row.GetString(4),
            Text = row.GetString(5),
            Outcome = Enum.Parse<GrievanceOutcome>(row.GetString(6)),
            Language = row.GetString(7),
            RecordedAt = Timestamp.FromDateTime(row.GetDateTime(8)),
            Assessment = row.GetString(9),
        },
    };
}
