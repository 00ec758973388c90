using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>Adds rows, in the transaction of the entry that makes them.</summary>
internal static class TariffsWriter
{
    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, TariffVersion version, byte[] document, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO tariff_version (number, entry_id, hash, title, valid_from, published_at, measures, document,
              signature)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = version.Number });
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = version.Hash });
        insert.Parameters.Add(new() { Value = version.Title });
        insert.Parameters.Add(new() { Value = Wire.ParseDay(version.ValidFrom) });
        insert.Parameters.Add(new() { Value = version.PublishedAt.ToDateTime() });
        insert.Parameters.Add(new() { Value = version.Measures });
        insert.Parameters.Add(new() { Value = document });
        insert.Parameters.Add(new() { Value = version.Signature });
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
