using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using static CrmClub.Suppliers.Storage.SuppliersWriter;

namespace CrmClub.Suppliers.Storage;

/// <summary>Bodies and assessors as they are on a day, and how they change.</summary>
internal static class AccreditationStore
{
    // On a day counts the newest version that has begun; the first one ever since.
    private const string OnDaySql =
        """
        SELECT DISTINCT ON (v.number) v.entry_id, v.document::text
        FROM (
          SELECT number, 1 AS version, entry_id, document, NULL::date AS effective_from FROM accredited_body
          WHERE $2 = 'AB'
          UNION ALL SELECT number, 1, entry_id, document, NULL FROM accredited_assessor WHERE $2 = 'AS'
          UNION ALL SELECT number, version, entry_id, document, effective_from FROM accreditation_version
          WHERE starts_with(number, $2)) v
        WHERE $1 IS NULL OR v.effective_from IS NULL OR v.effective_from <= $1
        ORDER BY v.number, v.version DESC
        """;

    /// <param name="connection">To the database.</param>
    /// <param name="day">On which day; null for the newest version, begun or not.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<List<AccreditedBody>> BodiesAsync(
        NpgsqlConnection connection, DateOnly? day, CancellationToken cancel) =>
        await OnDayAsync(connection, day, "AB", AccreditedBody.Parser.ParseJson, cancel);

    /// <param name="connection">To the database.</param>
    /// <param name="day">On which day; null for the newest version, begun or not.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<List<AccreditedAssessor>> AssessorsAsync(
        NpgsqlConnection connection, DateOnly? day, CancellationToken cancel) =>
        await OnDayAsync(connection, day, "AS", AccreditedAssessor.Parser.ParseJson, cancel);

    /// <summary>The versions after the first, each a body or an assessor.</summary>
    public static Task<List<Recorded<IMessage>>> VersionsAsync(
        NpgsqlConnection connection, CancellationToken cancel) => SuppliersReader.ReadAsync<IMessage>(
        connection, "SELECT entry_id, number, version, effective_from, document::text FROM accreditation_version", [],
        row =>
        {
            var (number, version) = (row.GetString(1), row.GetInt32(2));
            var from = ChangeRules.Day(row.GetFieldValue<DateOnly>(3));
            if (number.StartsWith("AB", StringComparison.Ordinal))
            {
                var body = AccreditedBody.Parser.ParseJson(row.GetString(4));
                (body.Number, body.Version, body.EffectiveFrom) = (number, version, from);
                return body;
            }

            var assessor = AccreditedAssessor.Parser.ParseJson(row.GetString(4));
            (assessor.Number, assessor.Version, assessor.EffectiveFrom) = (number, version, from);
            return assessor;
        },
        cancel);

    public static Task<List<Recorded<AccreditationChange>>> ChangesAsync(
        NpgsqlConnection connection, Guid? id, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection,
        "SELECT entry_id, id, author, document::text FROM accreditation_change WHERE $1 IS NULL OR id = $1",
        [SuppliersReader.IdOrNone(id)],
        row =>
        {
            var change = AccreditationChange.Parser.ParseJson(row.GetString(3));
            (change.Id, change.Author) = (row.GetGuid(1).ToString("D"), row.GetString(2));
            return change;
        },
        cancel);

    /// <summary>Id, author and approver only.</summary>
    public static Task<List<Recorded<AccreditationChange>>> ApprovalsAsync(
        NpgsqlConnection connection, Guid? id, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection,
        "SELECT entry_id, change_id, author, approver FROM accreditation_approval WHERE $1 IS NULL OR change_id = $1",
        [SuppliersReader.IdOrNone(id)],
        row => new AccreditationChange
        {
            Id = row.GetGuid(1).ToString("D"),
            Author = row.GetString(2),
            Approver = row.GetString(3),
        },
        cancel);

    public static Task AddAsync(Work work, long entry, AccreditationChange change) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            "INSERT INTO accreditation_change (id, entry_id, author, document) VALUES ($1, $2, $3, $4::jsonb)")
        {
            Parameters =
            {
                Of(Guid.Parse(change.Id)), Of(entry), Of(change.Author), Of(JsonFormatter.Default.Format(change)),
            },
        });

    /// <summary>The approval, and what it makes.</summary>
    public static Task ApproveAsync(Work work, long entry, AccreditationChange change) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO accreditation_approval (change_id, entry_id, author, approver) VALUES ($1, $2, $3, $4)
            """)
        {
            Parameters = { Of(Guid.Parse(change.Id)), Of(entry), Of(change.Author), Of(change.Approver) },
        },
        change switch
        {
            { Body: { } body } => Version(entry, change, body.Number, body.Version, body),
            { Assessor: { } one } => Version(entry, change, one.Number, one.Version, one),
            _ => new NpgsqlBatchCommand(
                "INSERT INTO scheme (entry_id, document, change_id, effective_from) VALUES ($1, $2, $3, $4)")
            {
                Parameters =
                {
                    Of(entry), Of(change.Scheme.ToByteArray()), Of(Guid.Parse(change.Id)),
                    Of(ChangeRules.Day(change.EffectiveFrom)),
                },
            },
        });

    private static NpgsqlBatchCommand Version(
        long entry, AccreditationChange change, string number, int version, IMessage document) => new(
        """
        INSERT INTO accreditation_version (number, version, entry_id, change_id, effective_from, document)
        VALUES ($1, $2, $3, $4, $5, $6::jsonb)
        """)
        {
            Parameters =
            {
                Of(number), Of(version), Of(entry), Of(Guid.Parse(change.Id)),
                Of(ChangeRules.Day(change.EffectiveFrom)), Of(JsonFormatter.Default.Format(document)),
            },
        };

    private static async Task<List<T>> OnDayAsync<T>(
        NpgsqlConnection connection, DateOnly? day, string series, Func<string, T> read, CancellationToken cancel) =>
        (await SuppliersReader.ReadAsync(
            connection,
            OnDaySql,
            [
                new() { NpgsqlDbType = NpgsqlDbType.Date, Value = day ?? (object)DBNull.Value },
                new() { Value = series },
            ],
            row => read(row.GetString(1)),
            cancel)).ConvertAll(stored => stored.Content);
}
