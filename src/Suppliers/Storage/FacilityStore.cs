using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Requests;
using Npgsql;
using NpgsqlTypes;
using static CrmClub.Suppliers.Storage.SuppliersReader;
using static CrmClub.Suppliers.Storage.SuppliersWriter;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Storage;

/// <summary>Facilities as they were registered or as they are on a day, and their capacities.</summary>
internal static class FacilityStore
{
    private const string ColumnsSql =
        """
        SELECT f.entry_id, f.number, f.operator, f.name, f.country, f.kind, s.materials, s.stages, s.capacities,
          f.latitude::text, f.longitude::text, f.place_name, f.capacities_from
        """;

    private const string RegisteredSql =
        ColumnsSql +
        """

        FROM facility f CROSS JOIN LATERAL (
          SELECT array_agg(material ORDER BY place) AS materials, array_agg(stage ORDER BY place) AS stages,
            array_agg(capacity_tons_per_year::text ORDER BY place) AS capacities
          FROM facility_scope WHERE facility = f.number) s
        ORDER BY f.number
        """;

    // Those of the day; without a day the newest, which nothing ends.
    private const string OnDaySql =
        ColumnsSql +
        """

        FROM facility f CROSS JOIN LATERAL (
          SELECT array_agg(material ORDER BY place, material, stage) AS materials,
            array_agg(stage ORDER BY place, material, stage) AS stages,
            array_agg(capacity_tons_per_year::text ORDER BY place, material, stage) AS capacities
          FROM (
            SELECT material, stage, capacity_tons_per_year, valid_from, valid_to,
              min(place) OVER (PARTITION BY material, stage) AS place
            FROM facility_capacity WHERE facility = f.number) every
          WHERE CASE WHEN $4 IS NULL THEN valid_to IS NULL
            ELSE valid_from <= $4 AND (valid_to IS NULL OR valid_to > $4) END) s
        WHERE ($1 IS NULL OR f.number = $1) AND ($2 IS NULL OR f.number > $2)
          AND ($5 IS NULL OR f.operator = ANY ($5))
        ORDER BY f.number LIMIT $3
        """;

    private const string CapacitySql =
        """
        SELECT 0::bigint, material, stage, capacity_tons_per_year::text, valid_from, valid_to
        FROM (
          SELECT *, min(place) OVER (PARTITION BY material, stage) AS first
          FROM facility_capacity WHERE facility = $1) every
        ORDER BY first, material, stage, valid_from
        """;

    private const string ScopeSql =
        """
        INSERT INTO facility_scope (facility, place, material, stage, capacity_tons_per_year)
        SELECT $1, place - 1, material, stage, capacity FROM unnest($2, $3, $4) WITH ORDINALITY
          AS scope (material, stage, capacity, place)
        """;

    /// <summary>With its capacities of a day, or the newest; null where there is none of that number.</summary>
    public static async Task<Facility?> FacilityAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel, DateOnly? day = null) => IsNumber(number)
        ? (await ReadAsync(
            connection, OnDaySql, [Text(number), Text(null), Count(null), Day(day), Texts(null)], Facility, cancel))
            .SingleOrDefault().Content
        : null;

    /// <summary>With their newest capacities, those of these operators; null means all.</summary>
    public static Task<List<Recorded<Facility>>> FacilitiesAsync(
        NpgsqlConnection connection, string? after, int? limit, string[]? operators, CancellationToken cancel) =>
        ReadAsync(
            connection, OnDaySql, [Text(null), Text(after), Count(limit), Day(null), Texts(operators)], Facility,
            cancel);

    /// <summary>All as they were registered.</summary>
    public static Task<List<Recorded<Facility>>> RegisteredAsync(
        NpgsqlConnection connection, CancellationToken cancel) =>
        ReadAsync(connection, RegisteredSql, [], Facility, cancel);

    /// <summary>All capacities of a facility, by material and stage, oldest first.</summary>
    public static async Task<List<Capacity>> CapacitiesAsync(
        NpgsqlConnection connection, string facility, CancellationToken cancel) =>
        [.. (await ReadAsync(connection, CapacitySql, [Text(facility)], Capacity, cancel)).Select(row => row.Content)];

    /// <summary>Changes of capacities as they were recorded.</summary>
    public static Task<List<Recorded<CapacityChanged>>> ChangesAsync(
        NpgsqlConnection connection, CancellationToken cancel) => ReadAsync(
        connection,
        """
        SELECT entry_id, facility, material, stage, capacity_tons_per_year::text, valid_from, reason
        FROM capacity_change ORDER BY entry_id
        """,
        [],
        row => new CapacityChanged
        {
            Facility = row.GetString(1),
            Material = row.GetString(2),
            Stage = Enum.Parse<Stage>(row.GetString(3)),
            CapacityTonsPerYear = row.GetString(4),
            ValidFrom = ChangeRules.Day(row.GetFieldValue<DateOnly>(5)),
            Reason = row.GetString(6),
        },
        cancel);

    public static Task AddAsync(Work work, long entry, Facility facility) => RunAsync(
        work,
        new(
            """
            INSERT INTO facility (number, entry_id, operator, name, country, kind, latitude, longitude, place_name,
              capacities_from)
            VALUES ($1, $2, $3, $4, $5, $6, $7::numeric, $8::numeric, $9, $10)
            """)
        {
            Parameters =
            {
                Of(facility.Number), Of(entry), Of(facility.Operator), Of(facility.Name), Of(facility.Country),
                Of(facility.Kind.ToString()), Text(facility.Place?.Latitude), Text(facility.Place?.Longitude),
                Of(facility.Place?.Name ?? ""), Of(ChangeRules.Day(facility.CapacitiesFrom)),
            },
        },
        Scopes(new(ScopeSql) { Parameters = { Of(facility.Number) } }, facility.Scopes));

    /// <summary>Follows the capacity that began on <paramref name="after"/>; null where there was none.</summary>
    public static Task AddAsync(Work work, long entry, CapacityChanged change, DateOnly? after) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO capacity_change
              (facility, material, stage, valid_from, after, capacity_tons_per_year, reason, entry_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """)
        {
            Parameters =
            {
                Of(change.Facility), Of(change.Material), Of(change.Stage.ToString()),
                Of(ChangeRules.Day(change.ValidFrom)), Day(after),
                Of(decimal.Parse(change.CapacityTonsPerYear, CultureInfo.InvariantCulture)), Of(change.Reason),
                Of(entry),
            },
        });

    private static Facility Facility(NpgsqlDataReader row)
    {
        var facility = new Facility
        {
            Number = row.GetString(1),
            Operator = row.GetString(2),
            Name = row.GetString(3),
            Country = row.GetString(4),
            Kind = Enum.Parse<FacilityKind>(row.GetString(5)),
            CapacitiesFrom = row.IsDBNull(12) ? "" : ChangeRules.Day(row.GetFieldValue<DateOnly>(12)),
        };
        AddScopes(facility.Scopes, row, 6);
        if (!row.IsDBNull(9))
        {
            facility.Place = new Place
            {
                Latitude = SupplierRules.Degrees(row.GetString(9)),
                Longitude = SupplierRules.Degrees(row.GetString(10)),
                Name = row.GetString(11),
            };
        }

        return facility;
    }

    private static Capacity Capacity(NpgsqlDataReader row)
    {
        var from = row.GetFieldValue<DateOnly>(4);
        return new Capacity
        {
            Material = row.GetString(1),
            Stage = Enum.Parse<Stage>(row.GetString(2)),
            CapacityTonsPerYear = row.GetString(3),
            ValidFrom = from == DateOnly.MinValue ? "" : ChangeRules.Day(from),
            ValidTo = row.IsDBNull(5) ? "" : ChangeRules.Day(row.GetFieldValue<DateOnly>(5)),
        };
    }

    private static NpgsqlParameter Day(DateOnly? day) =>
        new() { NpgsqlDbType = NpgsqlDbType.Date, Value = day ?? (object)DBNull.Value };
}
