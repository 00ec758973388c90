using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using Google.Protobuf;
using Npgsql;
using static CrmClub.Suppliers.Storage.SuppliersWriter;

namespace CrmClub.Suppliers.Storage;

/// <summary>The tables of bodies, assessors and assessments.</summary>
internal static class AssessmentStore
{
    private const string AssessmentSql =
        """
        SELECT entry_id, document::text FROM assessment a
        WHERE ($1 IS NULL OR number = $1) AND ($2 IS NULL OR facility = $2) AND ($3 IS NULL OR number > $3)
          AND (NOT $4 OR NOT EXISTS (
            SELECT FROM assessment newer WHERE newer.number = a.number AND newer.version > a.version))
          AND ($7 IS NULL OR EXISTS (
            SELECT FROM jsonb_array_elements(document -> 'findings') AS finding (one)
            WHERE one -> 'action' ->> 'dueOn' < $7 AND coalesce(one -> 'action' ->> 'closedOn', '') = ''))
          AND (($6 IS NULL AND $8 IS NULL) OR document ->> 'body' = ANY ($8)
            OR facility IN (SELECT number FROM facility WHERE operator = ANY ($6)))
        ORDER BY number, version LIMIT $5
        """;

    /// <summary>As they were registered.</summary>
    public static Task<List<Recorded<AccreditedBody>>> BodiesAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, "SELECT entry_id, document::text FROM accredited_body ORDER BY number", [],
        row => AccreditedBody.Parser.ParseJson(row.GetString(1)), cancel);

    /// <summary>As they were registered.</summary>
    public static Task<List<Recorded<AccreditedAssessor>>> AssessorsAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, "SELECT entry_id, document::text FROM accredited_assessor ORDER BY number", [],
        row => AccreditedAssessor.Parser.ParseJson(row.GetString(1)), cancel);

    public static async Task<List<Recorded<FacilityAssessment>>> AssessmentsAsync(
        NpgsqlConnection connection, CertificateQuery query, CancellationToken cancel) =>
        SuppliersReader.IsNumber(query.Number ?? "-") && SuppliersReader.IsNumber(query.Facility ?? "-")
            ? await SuppliersReader.ReadAsync(
                connection,
                AssessmentSql,
                [
                    SuppliersReader.Text(query.Number), SuppliersReader.Text(query.Facility),
                    SuppliersReader.Text(query.After), new() { Value = query.NewestOnly },
                    new()
                    {
                        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer,
                        Value = query.Limit ?? (object)DBNull.Value,
                    },
                    SuppliersReader.Texts(query.Operators),
                    SuppliersReader.Text(query.OverdueOn is { } day ? ChangeRules.Day(day) : null),
                    SuppliersReader.Texts(query.Bodies),
                ],
                row => FacilityAssessment.Parser.ParseJson(row.GetString(1)),
                cancel)
            : [];

    /// <summary>The newest version of an assessment.</summary>
    public static async Task<FacilityAssessment?> NewestAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel) =>
        (await AssessmentsAsync(connection, new CertificateQuery { Number = number, NewestOnly = true }, cancel))
        .SingleOrDefault().Content;

    public static Task AddAsync(Work work, long entry, AccreditedBody body) => RunAsync(
        work,
        new NpgsqlBatchCommand("INSERT INTO accredited_body (number, entry_id, document) VALUES ($1, $2, $3::jsonb)")
        {
            Parameters = { Of(body.Number), Of(entry), Of(JsonFormatter.Default.Format(body)) },
        });

    public static Task AddAsync(Work work, long entry, AccreditedAssessor assessor) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO accredited_assessor (number, entry_id, document, body, subject)
            VALUES ($1, $2, $3::jsonb, $4, $5)
            """)
        {
            Parameters =
            {
                Of(assessor.Number), Of(entry), Of(JsonFormatter.Default.Format(assessor)), Of(assessor.Body),
                Of(assessor.Subject),
            },
        });

    public static Task AddAsync(Work work, long entry, FacilityAssessment assessment) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO assessment (number, entry_id, document, version, facility)
            VALUES ($1, $2, $3::jsonb, $4, $5)
            """)
        {
            Parameters =
            {
                Of(assessment.Number), Of(entry), Of(JsonFormatter.Default.Format(assessment)), Of(assessment.Version),
                Of(assessment.Facility),
            },
        });
}
