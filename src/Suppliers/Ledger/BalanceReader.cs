using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Npgsql;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Ledger;

/// <summary>Reads the ledger.</summary>
internal static class BalanceReader
{
    public static async Task<List<Balance>> BalancesAsync(
        NpgsqlConnection connection, AccountQuery query, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT material, stage, year, trim_scale(claimed_kg + handed_kg)::text, trim_scale(capacity)::text,
              CASE WHEN capacity > 0 THEN trunc((claimed_kg + handed_kg) * 100 / capacity, 2)::text ELSE '' END,
              trim_scale(handed_kg)::text, trim_scale(received_kg)::text
            FROM (SELECT *, {BalanceStore.CapacitySql} AS capacity FROM balance b) every
            WHERE ($1 IS NULL OR facility = $1) AND ($2 IS NULL OR material = $2) AND ($3 IS NULL OR stage = $3)
              AND year BETWEEN $4 AND $5
            ORDER BY material, stage, year
            """, connection);
        query.AddTo(command);
        return await ReadAsync(command, row => new Balance
        {
            Material = row.GetString(0),
            Stage = Enum.Parse<Stage>(row.GetString(1)),
            Year = row.GetInt32(2),
            UsedKg = row.GetString(3),
            CapacityKg = row.GetString(4),
            Percent = row.GetString(5),
            HandedKg = row.GetString(6),
            ReceivedKg = row.GetString(7),
        }, cancel);
    }

    /// <summary>By MRN, revision and item, after a key of <see cref="KeyOf"/>.</summary>
    public static async Task<List<CountedClaim>> ClaimsAsync(
        NpgsqlConnection connection, string facility, int year, string? after, int limit, CancellationToken cancel)
    {
        var key = after?.Split('/') ?? ["", "0", "0", "false"];
        await using var command = new NpgsqlCommand(
            """
            SELECT mrn, revision, item, certificate, material, stage, year, trim_scale(kg)::text, taken_back
            FROM capacity_claim
            WHERE facility = $1 AND year = $2 AND (mrn, revision, item, taken_back) > ($3, $4, $5, $6)
            ORDER BY mrn, revision, item, taken_back LIMIT $7
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = facility });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = year });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key[0] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Number(key[1]) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Number(key[2]) });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = bool.Parse(key[3]) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ReadAsync(command, row => new CountedClaim
        {
            Mrn = row.GetString(0),
            Revision = row.GetInt32(1),
            Item = row.GetInt32(2),
            Certificate = row.GetString(3),
            Material = row.GetString(4),
            Stage = Enum.Parse<Stage>(row.GetString(5)),
            Year = row.GetInt32(6),
            Kg = row.GetString(7),
            TakenBack = row.GetBoolean(8),
        }, cancel);

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>By which the next page goes on.</summary>
    public static string KeyOf(CountedClaim claim) =>
        $"{claim.Mrn}/{claim.Revision}/{claim.Item}/{claim.TakenBack}";

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var all = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(read(rows));
        return all;
    }
}
