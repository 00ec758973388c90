using CrmClub.Contracts.Membership.V1;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Membership.Storage;

/// <summary>Adds rows, in the transaction of the entry that makes them.</summary>
internal static class MembershipWriter
{
    public static async Task AddAsync(
        NpgsqlTransaction transaction, IEnumerable<MembershipRow> rows, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var row in rows)
            batch.BatchCommands.Add(Insert(row));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlBatchCommand Insert(MembershipRow row) => row.Content switch
    {
        Club club => new("INSERT INTO club (entry_id, founding_day, secretariat_tenant_id) VALUES ($1, $2::date, $3)")
        {
            Parameters = { Of(row.Entry), Of(club.FoundingDay), Of(club.SecretariatTenantId) },
        },
        Party party => new(
            """
            INSERT INTO party (code, entry_id, name_en, name_ja, countries, voting_share_percent)
            VALUES ($1, $2, $3, $4, $5, $6::numeric)
            """)
        {
            Parameters =
            {
                Of(row.Code), Of(row.Entry), Of(party.NameEn), Of(party.NameJa), Of(party.Countries.ToArray()),
                Of(party.VotingSharePercent),
            },
        },
        PartyStatusRow status => new(
            """
            INSERT INTO party_status (party, entry_id, place, status, valid, recorded_at)
            VALUES ($1, $2, $3, $4, daterange($5::date, nullif($6, '')::date), $7)
            """)
        {
            Parameters =
            {
                Of(row.Code), Of(row.Entry), Of(row.Place), Of(status.Status.ToString()), Of(status.ValidFrom),
                Of(status.ValidTo), Of(status.RecordedAt.ToDateTime()),
            },
        },
        Administration administration => new(
            """
            INSERT INTO administration (code, entry_id, party, name_en, name_ja, time_zone, tenant_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """)
        {
            Parameters =
            {
                Of(row.Code), Of(row.Entry), Of(administration.Party), Of(administration.NameEn),
                Of(administration.NameJa), Of(administration.TimeZone), Of(administration.TenantId),
            },
        },
        AdministrationPolicy policy => new(
            """
            INSERT INTO administration_policy (administration, entry_id, place, valid, currency, rounding,
              exchange_rate_series, time_bar_years, adjustments)
            VALUES ($1, $2, $3, daterange($4::date, nullif($5, '')::date), $6, $7, $8, $9, $10)
            """)
        {
            Parameters =
            {
                Of(row.Code), Of(row.Entry), Of(row.Place), Of(policy.ValidFrom), Of(policy.ValidTo),
                Of(policy.Currency),
                new() { Value = JsonFormatter.Default.Format(policy.Rounding), NpgsqlDbType = NpgsqlDbType.Jsonb },
                Of(policy.ExchangeRateSeries), Of(policy.TimeBarYears),
                new()
                {
                    Value = policy.Adjustments is { } adjustments
                        ? JsonFormatter.Default.Format(adjustments) : DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Jsonb,
                },
            },
        },
        _ when MembershipRow.IsRecord(row.Content) => new(
            "INSERT INTO record (kind, key, entry_id, place, content) VALUES ($1, $2, $3, $4, $5)")
        {
            Parameters =
            {
                Of(row.Content.Descriptor.Name), Of(row.Code), Of(row.Entry), Of(row.Place),
                new() { Value = JsonFormatter.Default.Format(row.Content), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        },
        _ => throw new InvalidOperationException($"No table holds {row.Content.Descriptor.FullName}."),
    };

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
