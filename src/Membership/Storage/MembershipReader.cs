using CrmClub.Contracts.Membership.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;

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
          rounding::text, exchange_rate_series, time_bar_years, adjustments::text
        FROM administration_policy;
        """;

    private static readonly Func<NpgsqlDataReader, MembershipRow>[] Readers =
        [Club, Party, Status, Administration, Policy];

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

    /// <summary>Records of some kinds, about everything or one thing, in the order in which they came.</summary>
    public static async Task<List<MembershipRow>> RecordsAsync(
        NpgsqlConnection connection, IEnumerable<MessageDescriptor> kinds, string? key, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT kind, key, entry_id, place, content::text FROM record
            WHERE kind = ANY ($1) AND ($2 IS NULL OR key = $2) ORDER BY entry_id, place
            """,
            connection);
        select.Parameters.Add(new() { Value = kinds.Select(kind => kind.Name).ToArray() });
        select.Parameters.Add(new() { Value = (object?)key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await select.ExecuteReaderAsync(cancel);
        var rows = new List<MembershipRow>();
        while (await reader.ReadAsync(cancel))
        {
            var content = JsonParser.Default.Parse(reader.GetString(4), MembershipRow.Records[reader.GetString(0)]);
            rows.Add(new(reader.GetString(1), reader.GetInt32(3), reader.GetInt64(2), content));
        }

        return rows;
    }

    /// <summary>What holds now: the newest row of each thing with the rows that hang on it.</summary>
    public static async Task<Book> BookAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var rows = await RowsAsync(connection, cancel);
        rows.AddRange(await RecordsAsync(connection, Book.Kinds, null, cancel));
        var parts = rows.Where(row => IsPart(row.Content)).OrderBy(row => row.Entry).ThenBy(row => row.Place)
            .ToLookup(row => (row.Content.GetType(), row.Code), row => row.Content);
        var whole = rows.Where(row => !IsPart(row.Content)
            && (row.Content is CustomsSystem || !MembershipRow.IsRecord(row.Content)))
            .GroupBy(row => (row.Content.GetType(), row.Code))
            .Select(versions => versions.MaxBy(row => row.Entry)!)
            .OrderBy(row => row.Code, StringComparer.Ordinal)
            .Select(row => row.Content)
            .ToList();
        foreach (var party in whole.OfType<Party>())
        {
            party.Statuses.Add(parts[(typeof(PartyStatusRow), party.Code)].Cast<PartyStatusRow>());
            party.PhaseIn.Add(parts[(typeof(PhaseInRow), party.Code)].Cast<PhaseInRow>());
            party.Decisions.Add(parts[(typeof(PartyDecision), party.Code)].Cast<PartyDecision>());
            party.VotingShares.Add(parts[(typeof(VotingShareRow), party.Code)].Cast<VotingShareRow>());
        }

        foreach (var administration in whole.OfType<Administration>())
            administration.Policies.Add(
                parts[(typeof(AdministrationPolicy), administration.Code)].Cast<AdministrationPolicy>());
        return new Book(whole, [.. rows.Select(row => row.Content).Where(content => !IsPart(content))]);
    }

    private static bool IsPart(IMessage content) =>
        content is PartyStatusRow or PhaseInRow or PartyDecision or VotingShareRow or AdministrationPolicy;

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
            Status = System.Enum.Parse<PartyStatus>(row.GetString(3)),
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
            Adjustments = row.IsDBNull(9) ? null : AdjustmentPolicy.Parser.ParseJson(row.GetString(9)),
        });
}
