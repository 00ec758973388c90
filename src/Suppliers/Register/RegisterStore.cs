using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Register;

/// <summary>Reads what everybody may see: nobody's name or id is among the columns.</summary>
internal static class RegisterStore
{
    private const string FacilitySql =
        """
        SELECT f.number, f.name, f.country, f.kind, f.latitude::text, f.longitude::text, f.place_name, f.operator,
          o.name, o.country, s.materials, s.stages, s.capacities
        FROM facility f JOIN operator o ON o.number = f.operator CROSS JOIN LATERAL (
          SELECT array_agg(material ORDER BY place, material, stage) AS materials,
            array_agg(stage ORDER BY place, material, stage) AS stages,
            array_agg(capacity_tons_per_year::text ORDER BY place, material, stage) AS capacities
          FROM facility_capacity
          WHERE facility = f.number AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)) s
        WHERE f.number = ANY ($1)
        """;

    private const string CertificateColumnsSql =
        """
        SELECT c.number, c.version, c.facility, c.level, lower(c.valid), upper(c.valid), c.revoked_from,
          c.revocation_ground, c.recorded_at, c.replaces, c.superseded_from, c.superseded_by, s.materials,
          s.stages, s.capacities, p.starts, p.ends, p.grounds
        """;

    private const string ScopesSql =
        """
         CROSS JOIN LATERAL (
          SELECT array_agg(suspended_from ORDER BY place) AS starts, array_agg(suspended_until ORDER BY place) AS ends,
            array_agg(ground ORDER BY place) AS grounds
          FROM certificate_suspension WHERE number = c.number AND version = c.version) p CROSS JOIN LATERAL (
          SELECT array_agg(material ORDER BY place) AS materials, array_agg(stage ORDER BY place) AS stages,
            array_agg(capacity_tons_per_year::text ORDER BY place) AS capacities
          FROM certificate_scope WHERE number = c.number AND version = c.version) s
        ORDER BY c.number, c.version
        """;

    private const string NewestSql =
        $"""
        {CertificateColumnsSql}
        FROM (
          SELECT DISTINCT ON (number) * FROM certificate_version WHERE facility = ANY ($1)
          ORDER BY number, version DESC) c
        {ScopesSql}
        """;

    private const string HistorySql =
        $"{CertificateColumnsSql} FROM (SELECT * FROM certificate_version WHERE number = $1) c {ScopesSql}";

    /// <summary>Facilities with the newest version of each certificate, in the order of the numbers given.</summary>
    public static async Task<List<RegisteredFacility>> FacilitiesAsync(
        NpgsqlConnection connection, string[] numbers, DateOnly day, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(FacilitySql) { Parameters = { Numbers(numbers), new() { Value = day } } },
                new(NewestSql) { Parameters = { Numbers(numbers) } },
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var found = new Dictionary<string, RegisteredFacility>(numbers.Length, StringComparer.Ordinal);
        while (await rows.ReadAsync(cancel))
            found.Add(rows.GetString(0), Facility(rows));
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var certificate = Certificate(rows, day);
            found[certificate.Facility].Certificates.Add(certificate);
        }

        return [.. numbers.Where(found.ContainsKey).Select(number => found[number])];
    }

    /// <summary>All versions, oldest first, each with the state that it would have without the later ones.</summary>
    public static async Task<List<RegisteredCertificate>> HistoryAsync(
        NpgsqlConnection connection, string number, DateOnly day, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(HistorySql, connection);
        select.Parameters.Add(new() { Value = number });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var versions = new List<RegisteredCertificate>();
        while (await rows.ReadAsync(cancel))
            versions.Add(Certificate(rows, day));
        return versions;
    }

    /// <summary>Number of the assessment that the newest version cites; null where it cites none.</summary>
    public static async Task<string?> AssessmentAsync(
        NpgsqlConnection connection, string certificate, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT assessment FROM certificate_version WHERE number = $1 ORDER BY version DESC LIMIT 1", connection);
        select.Parameters.Add(new() { Value = certificate });
        return await select.ExecuteScalarAsync(cancel) is string { Length: > 0 } number ? number : null;
    }

    /// <summary>At most so many numbers of facilities after one.</summary>
    public static async Task<string[]> NumbersAsync(
        NpgsqlConnection connection, string after, int count, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT ARRAY (SELECT number FROM facility WHERE number > $1 ORDER BY number LIMIT $2)", connection)
        { Parameters = { new() { Value = after }, new() { Value = count } } };
        return (string[])(await select.ExecuteScalarAsync(cancel))!;
    }

    private static CertificateFacts Facts(RegisteredCertificate certificate) => new(
        certificate.Level,
        ChangeRules.Day(certificate.ValidFrom),
        ChangeRules.Day(certificate.ValidTo),
        DayOrNone(certificate.RevokedFrom),
        DayOrNone(certificate.SupersededFrom),
        [.. certificate.Suspensions.Select(one => (ChangeRules.Day(one.From), DayOrNone(one.Until)))],
        [.. certificate.Scopes.Select(scope => (scope.Material, scope.Stage))]);

    private static DateOnly? DayOrNone(string day) => day.Length == 0 ? null : ChangeRules.Day(day);

    private static string DayOrNone(DateOnly? day) => day is null ? "" : ChangeRules.Day(day.Value);

    private static DateOnly? DayOrNone(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);

    private static RegisteredFacility Facility(NpgsqlDataReader row)
    {
        var facility = new RegisteredFacility
        {
            Number = row.GetString(0),
            Name = row.GetString(1),
            Country = row.GetString(2),
            Kind = Enum.Parse<FacilityKind>(row.GetString(3)),
            Operator = row.GetString(7),
            OperatorName = row.GetString(8),
            OperatorCountry = row.GetString(9),
        };
        SuppliersReader.AddScopes(facility.Scopes, row, 10);
        if (!row.IsDBNull(4))
        {
            facility.Place = new Place
            {
                Latitude = SupplierRules.Degrees(row.GetString(4)),
                Longitude = SupplierRules.Degrees(row.GetString(5)),
                Name = row.GetString(6),
            };
        }

        return facility;
    }

    private static RegisteredCertificate Certificate(NpgsqlDataReader row, DateOnly day)
    {
        var certificate = new RegisteredCertificate
        {
            Number = row.GetString(0),
            Version = row.GetInt32(1),
            Facility = row.GetString(2),
            Level = Enum.Parse<CertificateLevel>(row.GetString(3)),
            ValidFrom = ChangeRules.Day(row.GetFieldValue<DateOnly>(4)),
            ValidTo = ChangeRules.Day(row.GetFieldValue<DateOnly>(5)),
            RevokedFrom = DayOrNone(DayOrNone(row, 6)),
            RevocationGround = Enum.Parse<RevocationGround>(row.GetString(7)),
            RecordedAt = Timestamp.FromDateTime(row.GetDateTime(8)),
            Replaces = row.IsDBNull(9) ? "" : row.GetString(9),
            SupersededFrom = DayOrNone(DayOrNone(row, 10)),
            SupersededBy = row.IsDBNull(11) ? "" : row.GetString(11),
        };
        SuppliersReader.AddScopes(certificate.Scopes, row, 12);
        if (!row.IsDBNull(15))
        {
            var ends = row.GetFieldValue<DateOnly?[]>(16);
            var grounds = row.GetFieldValue<string[]>(17);
            certificate.Suspensions.Add(row.GetFieldValue<DateOnly[]>(15).Select((from, place) =>
                new CertificateSuspension
                {
                    From = ChangeRules.Day(from),
                    Until = DayOrNone(ends[place]),
                    Ground = Enum.Parse<SuspensionGround>(grounds[place]),
                }));
        }

        certificate.State = Facts(certificate).StateOn(day);
        return certificate;
    }

    private static NpgsqlParameter Numbers(string[] numbers) =>
        new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
