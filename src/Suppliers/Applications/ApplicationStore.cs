using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using static CrmClub.Suppliers.Storage.SuppliersWriter;

namespace CrmClub.Suppliers.Applications;

/// <summary>Which applications are read, in order of their numbers.</summary>
internal sealed record ApplicationQuery
{
    public string? Number { get; init; }

    public string? After { get; init; }

    public int? Limit { get; init; }

    /// <summary>Whose they have to be.</summary>
    public ApplicationView View { get; init; } = ApplicationView.Everything;
}

/// <summary>Representatives, applications and what was done about them.</summary>
internal static class ApplicationStore
{
    // Where it stands is said by what cites it.
    private const string ApplicationsSql =
        """
        SELECT p.entry_id, p.document::text, s.steps, a.number, a.state, c.number
        FROM application p CROSS JOIN LATERAL (
          SELECT array_agg(document::text ORDER BY place) AS steps,
            (array_agg(document ->> 'body' ORDER BY place DESC) FILTER (WHERE document ? 'body'))[1] AS body
          FROM application_step WHERE application = p.number) s
        LEFT JOIN LATERAL (
          SELECT number, document ->> 'state' AS state FROM assessment
          WHERE document ->> 'application' = p.number AND document ->> 'application' <> ''
          ORDER BY number DESC, version DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (
          SELECT number FROM certificate_version WHERE application = p.number ORDER BY number LIMIT 1) c ON true
        WHERE ($1 IS NULL OR p.number = $1) AND ($2 IS NULL OR p.number > $2)
          AND ($3 OR p.operator = ANY ($4) OR s.body = ANY ($5))
        ORDER BY p.number LIMIT $6
        """;

    private const string RepresentedSql =
        """
        SELECT operator FROM (
          SELECT DISTINCT ON (operator) operator, valid_from, valid_to FROM representative WHERE subject = $1
          ORDER BY operator, entry_id DESC) newest
        WHERE valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
        """;

    private const string RepresentativesSql =
        """
        SELECT entry_id, operator, subject, valid_from, valid_to FROM representative r
        WHERE ($1 IS NULL OR operator = $1) AND (NOT $2 OR NOT EXISTS (
          SELECT FROM representative newer
          WHERE newer.subject = r.subject AND newer.operator = r.operator AND newer.entry_id > r.entry_id))
        ORDER BY operator, subject, entry_id
        """;

    /// <summary>As they are now.</summary>
    public static async Task<List<CertificationApplication>> ReadAsync(
        NpgsqlConnection connection, ApplicationQuery query, CancellationToken cancel) =>
        SuppliersReader.IsNumber(query.Number ?? "-")
            ? (await SuppliersReader.ReadAsync(
                connection,
                ApplicationsSql,
                [
                    SuppliersReader.Text(query.Number), SuppliersReader.Text(query.After),
                    new() { Value = query.View.All }, SuppliersReader.Texts(query.View.Operators),
                    SuppliersReader.Texts(query.View.Bodies),
                    SuppliersReader.Count(query.Limit),
                ],
                Application,
                cancel)).ConvertAll(one => one.Content)
            : [];

    /// <summary>As it is now, null where there is none that may be seen.</summary>
    public static async Task<CertificationApplication?> FindAsync(
        NpgsqlConnection connection, string number, ApplicationView view, CancellationToken cancel) =>
        (await ReadAsync(connection, new() { Number = number, View = view }, cancel)).SingleOrDefault();

    /// <summary>As they came in.</summary>
    public static Task<List<Recorded<CertificationApplication>>> FiledAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, "SELECT entry_id, document::text FROM application", [],
        row => CertificationApplication.Parser.ParseJson(row.GetString(1)), cancel);

    public static Task<List<Recorded<ApplicationStepTaken>>> StepsAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, "SELECT entry_id, application, document::text FROM application_step", [],
        row => new ApplicationStepTaken
        {
            Application = row.GetString(1),
            Step = ApplicationStep.Parser.ParseJson(row.GetString(2)),
        },
        cancel);

    /// <param name="connection">To the database.</param>
    /// <param name="owner">Only this operator's; null for all.</param>
    /// <param name="countingOnly">Whether those are left out whose place another took.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<List<Recorded<Representative>>> RepresentativesAsync(
        NpgsqlConnection connection, string? owner, bool countingOnly, CancellationToken cancel) =>
        SuppliersReader.ReadAsync(
            connection, RepresentativesSql, [SuppliersReader.Text(owner), new() { Value = countingOnly }],
            row => new Representative
            {
                Operator = row.GetString(1),
                Subject = row.GetString(2),
                ValidFrom = ChangeRules.Day(row.GetFieldValue<DateOnly>(3)),
                ValidTo = row.IsDBNull(4) ? "" : ChangeRules.Day(row.GetFieldValue<DateOnly>(4)),
            },
            cancel);

    /// <summary>Numbers of the operators that somebody may act for on a day.</summary>
    public static async Task<string[]> RepresentedAsync(
        NpgsqlConnection connection, string subject, DateOnly day, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand($"SELECT ARRAY ({RepresentedSql})", connection)
        { Parameters = { new() { Value = subject }, new() { Value = day } } };
        return (string[])(await select.ExecuteScalarAsync(cancel))!;
    }

    public static Task AddAsync(Work work, long entry, Representative one) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO representative (operator, subject, entry_id, valid_from, valid_to)
            VALUES ($1, $2, $3, $4, $5)
            """)
        {
            Parameters =
            {
                Of(one.Operator), Of(one.Subject), Of(entry), Of(ChangeRules.Day(one.ValidFrom)),
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Date,
                    Value = one.ValidTo.Length == 0 ? DBNull.Value : ChangeRules.Day(one.ValidTo),
                },
            },
        });

    public static Task AddAsync(Work work, long entry, CertificationApplication application) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO application (number, entry_id, operator, facility, document) VALUES ($1, $2, $3, $4, $5::jsonb)
            """)
        {
            Parameters =
            {
                Of(application.Number), Of(entry), Of(application.Operator), Of(application.Facility),
                Of(JsonFormatter.Default.Format(application)),
            },
        });

    public static Task AddAsync(Work work, long entry, string application, ApplicationStep step) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            "INSERT INTO application_step (application, place, entry_id, document) VALUES ($1, $2, $3, $4::jsonb)")
        {
            Parameters = { Of(application), Of(step.Place), Of(entry), Of(JsonFormatter.Default.Format(step)) },
        });

    private static CertificationApplication Application(NpgsqlDataReader row)
    {
        var application = CertificationApplication.Parser.ParseJson(row.GetString(1));
        foreach (var step in row.IsDBNull(2) ? [] : row.GetFieldValue<string[]>(2))
            application.Take(ApplicationStep.Parser.ParseJson(step));
        if (!row.IsDBNull(3))
            application.Assessed(row.GetString(3), row.GetString(4) == "ASSESSMENT_STATE_CONCLUDED");
        if (!row.IsDBNull(5))
            (application.Certificate, application.State) = (row.GetString(5), ApplicationState.Certified);
        return application;
    }
}
