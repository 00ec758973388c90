using CrmClub.Contracts.Membership.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Membership.Storage;

/// <summary>Reads the tables: row by row, or put together.</summary>
internal static class MembershipReader
{
    private const string Sql =
        """
        SELECT entry_id, founding_day::text, secretariat_tenant_id FROM club;
        SELECT code, entry_id, name_en, name_ja, countries, voting_share_percent::text FROM party;
        SELECT party, entry_id, place, status, lower(valid)::text, coalesce(upper(valid)::text, ''), recorded_at
        FROM party_status;
        SELECT code, entry_id, party, name_en, name_ja, time_zone, tenant_id FROM administration;
        SELECT administration, entry_id, place, lower(valid)::text, coalesce(upper(valid)::text, ''), currency,
          rounding::text, exchange_rate_series, time_bar_years
        FROM administration_policy;
        SELECT client_id, entry_id, administration, name, suspended FROM customs_system;
        """;

    private static readonly Func<NpgsqlDataReader, MembershipRow>[] Readers =
        [Club, Party, Status, Administration, Policy, System];

    public static async Task<List<MembershipRow>> RowsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var rows = new List<MembershipRow>();
        await using var select = new NpgsqlCommand(Sql, connection);
        await using var reader = await select.ExecuteReaderAsync(cancel);
        foreach (var read in Readers)
        {
            while (await reader.ReadAsync(cancel))
                rows.Add(read(reader));
            await reader.NextResultAsync(cancel);
        }

        return rows;
    }

    /// <summary>The state as snapshots carry it: the newest row of each thing with the rows that hang on it.</summary>
    public static async Task<List<IMessage>> StateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var rows = await RowsAsync(connection, cancel);
        var parts = rows.Where(row => row.Content is PartyStatusRow or AdministrationPolicy)
            .OrderBy(row => row.Entry).ThenBy(row => row.Place)
            .ToLookup(row => (row.Content.GetType(), row.Code), row => row.Content);
        var whole = rows.Where(row => row.Content is not (PartyStatusRow or AdministrationPolicy))
            .GroupBy(row => (row.Content.GetType(), row.Code))
            .Select(versions => versions.MaxBy(row => row.Entry)!)
            .OrderBy(row => row.Code, StringComparer.Ordinal)
            .Select(row => row.Content)
            .ToList();
        foreach (var party in whole.OfType<Party>())
            party.Statuses.Add(parts[(typeof(PartyStatusRow), party.Code)].Cast<PartyStatusRow>());
        foreach (var administration in whole.OfType<Administration>())
            administration.Policies.Add(
                parts[(typeof(AdministrationPolicy), administration.Code)].Cast<AdministrationPolicy>());
        return whole;
    }

    private static MembershipRow Club(NpgsqlDataReader row) => new("", 0, row.GetInt64(0), new Club
    {
        FoundingDay = row.GetString(1),
        SecretariatTenantId = row.GetString(2),
    });

    private static MembershipRow Party(NpgsqlDataReader row) => new(row.GetString(0), 0, row.GetInt64(1), new Party
    {
        Code = row.GetString(0),
        NameEn = row.GetString(2),
        NameJa = row.GetString(3),
        Countries = { row.GetFieldValue<string[]>(4) },
        VotingSharePercent = row.GetString(5),
    });

    private static MembershipRow Status(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(2), row.GetInt64(1), new PartyStatusRow
        {
            Status = global::System.Enum.Parse<PartyStatus>(row.GetString(3)),
            ValidFrom = row.GetString(4),
            ValidTo = row.GetString(5),
            RecordedAt = Timestamp.FromDateTime(row.GetDateTime(6)),
        });

    private static MembershipRow Administration(NpgsqlDataReader row) =>
        new(row.GetString(0), 0, row.GetInt64(1), new Administration
        {
            Code = row.GetString(0),
            Party = row.GetString(2),
            NameEn = row.GetString(3),
            NameJa = row.GetString(4),
            TimeZone = row.GetString(5),
            TenantId = row.GetString(6),
        });

    private static MembershipRow Policy(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(2), row.GetInt64(1), new AdministrationPolicy
        {
            ValidFrom = row.GetString(3),
            ValidTo = row.GetString(4),
            Currency = row.GetString(5),
            Rounding = RoundingPolicy.Parser.ParseJson(row.GetString(6)),
            ExchangeRateSeries = row.GetString(7),
            TimeBarYears = row.GetInt32(8),
        });

    private static MembershipRow System(NpgsqlDataReader row) =>
        new(row.GetString(0), 0, row.GetInt64(1), new CustomsSystem
        {
            ClientId = row.GetString(0),
            Administration = row.GetString(2),
            Name = row.GetString(3),
            Suspended = row.GetBoolean(4),
        });
}
