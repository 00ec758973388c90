using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Storage;

/// <summary>A stored thing with the entry that made it.</summary>
internal readonly record struct Recorded<T>(long Entry, T Content);

/// <summary>Which versions of certificates are read, in order of number and version.</summary>
internal sealed record CertificateQuery
{
    public string? Number { get; init; }

    public string? Facility { get; init; }

    /// <summary>Only numbers after this one.</summary>
    public string? After { get; init; }

    public bool NewestOnly { get; init; }

    public int? Limit { get; init; }

    /// <summary>Of assessments: only facilities of these operators; null means all.</summary>
    public string[]? Operators { get; init; }

    /// <summary>Of assessments: or those of these bodies, too; null means of none besides.</summary>
    public string[]? Bodies { get; init; }

    /// <summary>Of assessments: only those with an action that is open after its last day by then.</summary>
    public DateOnly? OverdueOn { get; init; }

    /// <summary>A page of the newest, of one facility or of all, and one more: does another page follow?</summary>
    public static CertificateQuery Newest(string facility, Page page) => new()
    {
        Facility = facility.Length == 0 ? null : facility,
        After = page.After,
        NewestOnly = true,
        Limit = page.Size + 1,
    };
}

/// <summary>Reads the tables.</summary>
internal static class SuppliersReader
{
    private const string OperatorSql =
        """
        SELECT o.entry_id, o.number, o.name, o.country, i.kinds, i.values, i.countries
        FROM operator o CROSS JOIN LATERAL (
          SELECT array_agg(kind ORDER BY place) AS kinds, array_agg(value ORDER BY place) AS values,
            array_agg(country ORDER BY place) AS countries
          FROM operator_identifier WHERE operator = o.number) i
        WHERE $1 IS NULL OR o.number = $1
        ORDER BY o.number
        """;

    private const string CertificateSql =
        """
        SELECT c.entry_id, c.number, c.version, c.facility, c.country, c.level, c.state, lower(c.valid), upper(c.valid),
          c.revoked_from, c.revocation_ground, c.recorded_at, s.materials, s.stages, s.capacities,
          c.replaces, c.superseded_from, c.superseded_by, p.starts, p.ends, p.grounds, c.assessment,
          c.surveillance_days, c.application
        FROM certificate_version c CROSS JOIN LATERAL (
          SELECT array_agg(suspended_from ORDER BY place) AS starts, array_agg(suspended_until ORDER BY place) AS ends,
            array_agg(ground ORDER BY place) AS grounds
          FROM certificate_suspension WHERE number = c.number AND version = c.version) p CROSS JOIN LATERAL (
          SELECT array_agg(material ORDER BY place) AS materials, array_agg(stage ORDER BY place) AS stages,
            array_agg(capacity_tons_per_year::text ORDER BY place) AS capacities
          FROM certificate_scope WHERE number = c.number AND version = c.version) s
        WHERE ($1 IS NULL OR c.number = $1) AND ($2 IS NULL OR c.facility = $2) AND ($3 IS NULL OR c.number > $3)
          AND (NOT $4 OR NOT EXISTS (
            SELECT FROM certificate_version newer WHERE newer.number = c.number AND newer.version > c.version))
        ORDER BY c.number, c.version LIMIT $5
        """;

    private const string ChangeSql =
        """
        SELECT c.entry_id, c.id, c.draft::text, c.author, c.reason FROM certificate_change c
        WHERE $1 IS NULL OR c.id = $1
        """;

    // Ids are made in the order of time. One that another has overtaken can't be approved any more.
    private const string ListedChangeSql =
        """
        SELECT c.entry_id, c.id, c.draft::text, c.author, c.reason, a.approver
        FROM certificate_change c LEFT JOIN certificate_approval a ON a.change_id = c.id
        WHERE ($1 IS NULL OR c.certificate = $1) AND ($2 IS NULL OR c.id < $2)
          AND (NOT $3 OR a.change_id IS NULL AND NOT EXISTS (
            SELECT FROM certificate_version v WHERE v.number = c.certificate AND v.version >= c.version))
        ORDER BY c.id DESC LIMIT $4
        """;

    public static async Task<Operator?> OperatorAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel) =>
        IsNumber(number) ? (await OperatorsAsync(connection, number, cancel)).SingleOrDefault().Content : null;

    public static Task<List<Recorded<Operator>>> OperatorsAsync(
        NpgsqlConnection connection, string? number, CancellationToken cancel) =>
        ReadAsync(connection, OperatorSql, [Text(number)], Operator, cancel);

    /// <summary>With its newest capacities.</summary>
    public static Task<Facility?> FacilityAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel) =>
        FacilityStore.FacilityAsync(connection, number, cancel);

    public static async Task<List<Recorded<Certificate>>> CertificatesAsync(
        NpgsqlConnection connection, CertificateQuery query, CancellationToken cancel) =>
        IsNumber(query.Number ?? "-") && IsNumber(query.Facility ?? "-")
            ? await ReadAsync(
                connection,
                CertificateSql,
                [
                    Text(query.Number), Text(query.Facility), Text(query.After), new() { Value = query.NewestOnly },
                    Count(query.Limit),
                ],
                Certificate,
                cancel)
            : [];

    /// <summary>The newest version of a certificate, null where it was never issued.</summary>
    public static async Task<Certificate?> NewestAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel) =>
        (await CertificatesAsync(connection, new CertificateQuery { Number = number, NewestOnly = true }, cancel))
        .SingleOrDefault().Content;

    /// <summary>A change as it was prepared.</summary>
    public static async Task<CertificateChange?> ChangeAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancel) =>
        (await ChangesAsync(connection, id, cancel)).SingleOrDefault().Content;

    public static Task<List<Recorded<CertificateChange>>> ChangesAsync(
        NpgsqlConnection connection, Guid? id, CancellationToken cancel) => ReadAsync(
        connection,
        ChangeSql,
        [new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid, Value = id ?? (object)DBNull.Value }],
        Change,
        cancel);

    /// <summary>A page of changes, newest first, and one more: does another page follow?</summary>
    public static Task<List<Recorded<CertificateChange>>> ListedChangesAsync(
        NpgsqlConnection connection, string certificate, bool waiting, Page page, CancellationToken cancel) =>
        ReadAsync(
            connection,
            ListedChangeSql,
            [
                Text(certificate.Length == 0 ? null : certificate),
                IdOrNone(Guid.TryParseExact(page.After, "D", out var after) ? after : null),
                new() { Value = waiting }, Count(page.Size + 1),
            ],
            row =>
            {
                var change = Change(row);
                change.Approver = row.IsDBNull(5) ? "" : row.GetString(5);
                return change;
            },
            cancel);

    /// <summary>A change with what became of it; null while it waits.</summary>
    public static async Task<CertificateChange?> ApprovedAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancel)
    {
        var approval = (await ApprovalsAsync(connection, cancel, id)).SingleOrDefault().Content;
        if (approval is null || await ChangeAsync(connection, id, cancel) is not { } change)
            return null;
        var versions = await CertificatesAsync(
            connection, new CertificateQuery { Number = change.Certificate.Number }, cancel);
        change.Certificate = versions
            .Single(stored => stored.Content.Version == change.Certificate.Version).Content;
        change.Approver = approval.Approver;
        return change;
    }

    /// <summary>Approvals: id, author and approver only.</summary>
    public static Task<List<Recorded<CertificateChange>>> ApprovalsAsync(
        NpgsqlConnection connection, CancellationToken cancel, Guid? id = null) => ReadAsync(
        connection,
        "SELECT entry_id, change_id, author, approver FROM certificate_approval WHERE $1 IS NULL OR change_id = $1",
        [new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid, Value = id ?? (object)DBNull.Value }],
        row => new CertificateChange
        {
            Id = row.GetGuid(1).ToString("D"),
            Author = row.GetString(2),
            Approver = row.GetString(3),
        },
        cancel);

    private static Operator Operator(NpgsqlDataReader row)
    {
        var kinds = row.GetFieldValue<string[]>(4);
        var values = row.GetFieldValue<string[]>(5);
        return new Operator
        {
            Number = row.GetString(1),
            Name = row.GetString(2),
            Country = row.GetString(3),
            Identifiers =
            {
                kinds.Zip(values, row.GetFieldValue<string[]>(6)).Select(identifier => new Identifier
                {
                    Kind = Enum.Parse<IdentifierKind>(identifier.First),
                    Value = identifier.Second,
                    Country = identifier.Third,
                }),
            },
        };
    }

    private static Certificate Certificate(NpgsqlDataReader row)
    {
        var certificate = new Certificate
        {
            Number = row.GetString(1),
            Version = row.GetInt32(2),
            Facility = row.GetString(3),
            Country = row.GetString(4),
            Level = Enum.Parse<CertificateLevel>(row.GetString(5)),
            State = Enum.Parse<CertificateState>(row.GetString(6)),
            ValidFrom = ChangeRules.Day(row.GetFieldValue<DateOnly>(7)),
            ValidTo = ChangeRules.Day(row.GetFieldValue<DateOnly>(8)),
            RevokedFrom = DayOrNone(row, 9),
            RevocationGround = Enum.Parse<RevocationGround>(row.GetString(10)),
            RecordedAt = Timestamp.FromDateTime(row.GetDateTime(11)),
            Replaces = row.IsDBNull(15) ? "" : row.GetString(15),
            SupersededFrom = DayOrNone(row, 16),
            SupersededBy = row.IsDBNull(17) ? "" : row.GetString(17),
            Assessment = row.IsDBNull(21) ? "" : row.GetString(21),
            Application = row.IsDBNull(23) ? "" : row.GetString(23),
        };
        certificate.SurveillanceDays.Add(row.GetFieldValue<DateOnly[]>(22).Select(ChangeRules.Day));
        AddScopes(certificate.Scopes, row, 12);
        if (!row.IsDBNull(18))
        {
            var ends = row.GetFieldValue<DateOnly?[]>(19);
            var grounds = row.GetFieldValue<string[]>(20);
            foreach (var (place, from) in row.GetFieldValue<DateOnly[]>(18).Index())
            {
                certificate.Suspensions.Add(new CertificateSuspension
                {
                    From = ChangeRules.Day(from),
                    Until = ends[place] is { } until ? ChangeRules.Day(until) : "",
                    Ground = Enum.Parse<SuspensionGround>(grounds[place]),
                });
            }
        }

        return certificate;
    }

    private static string DayOrNone(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? "" : ChangeRules.Day(row.GetFieldValue<DateOnly>(column));

    private static CertificateChange Change(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(1).ToString("D"),
        Certificate = Contracts.Suppliers.V1.Certificate.Parser.ParseJson(row.GetString(2)),
        Author = row.GetString(3),
        Reason = row.GetString(4),
    };

    internal static void AddScopes(RepeatedField<Scope> scopes, NpgsqlDataReader row, int first)
    {
        if (row.IsDBNull(first))
            return;
        var stages = row.GetFieldValue<string[]>(first + 1);
        var capacities = row.GetFieldValue<string[]>(first + 2);
        foreach (var (place, material) in row.GetFieldValue<string[]>(first).Index())
        {
            scopes.Add(new Scope
            {
                Material = material,
                Stage = Enum.Parse<Stage>(stages[place]),
                CapacityTonsPerYear = capacities[place],
            });
        }
    }

    // Numbers are the club's own: what is not of their letters names nothing, and the database need not be asked.
    internal static bool IsNumber(string value) =>
        value.Length <= 30 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    internal static NpgsqlParameter Text(string? value) =>
        new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };

    internal static NpgsqlParameter Texts(string[]? values) => new()
    {
        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
        Value = values ?? (object)DBNull.Value,
    };

    internal static NpgsqlParameter Count(int? value) =>
        new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer, Value = value ?? (object)DBNull.Value };

    internal static async Task<List<Recorded<T>>> ReadAsync<T>(
        NpgsqlConnection connection,
        string sql,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancel)
    {
#pragma warning disable CA2100 // Every text is a constant of this folder.
        await using var select = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        select.Parameters.AddRange(parameters);
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var all = new List<Recorded<T>>();
        while (await rows.ReadAsync(cancel))
            all.Add(new(rows.GetInt64(0), read(rows)));
        return all;
    }

    /// <summary>A parameter of a question about one of them, or about all.</summary>
    public static NpgsqlParameter IdOrNone(Guid? id) =>
        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = id ?? (object)DBNull.Value };
}
