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
            INSERT INTO tariff_version (number, entry_id, hash, title, valid_from, published_at, measures, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
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
        await insert.ExecuteNonQueryAsync(cancel);
    }

    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, ExchangeRateSet set, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            """
            WITH rate_set AS (
              INSERT INTO exchange_rate_set (number, entry_id, recorded_at) VALUES ($1, $2, $3))
            INSERT INTO exchange_rate
              (set_number, place, series, base, quote, rate, valid, source, demonstration)
            SELECT $1, place - 1, series, base, quote, rate, daterange(valid_from, valid_to), source, demonstration
            FROM unnest($4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
              AS rate (series, base, quote, rate, valid_from, valid_to, source, demonstration, place)
            """,
            transaction.Connection,
            transaction);
        var rates = set.Rates;
        insert.Parameters.Add(new() { Value = set.Number });
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = set.RecordedAt.ToDateTime() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => rate.Series).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => rate.Base).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => rate.Quote).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => Wire.ParseDecimal(rate.Rate)).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => Wire.ParseDay(rate.ValidFrom)).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => End(rate.ValidTo)).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => rate.Source).ToArray() });
        insert.Parameters.Add(new() { Value = rates.Select(rate => rate.Demonstration).ToArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    private static DateOnly? End(string day) => day.Length == 0 ? null : Wire.ParseDay(day);
}
