using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>Leaves reassessments to be done, in the transaction that stores what has changed.</summary>
internal static class TariffChanges
{
    /// <summary>
    /// A version that can decide counts for what was accepted on its days and decided before it came: one that corrects
    /// the past, and one that came late.
    /// </summary>
    public static async Task LeaveAsync(NpgsqlTransaction transaction, TariffVersion version, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO reassessment (tariff, effective_day, recorded_at)
            SELECT $1, $2, clock_timestamp() WHERE EXISTS (SELECT FROM tariff_document WHERE hash = $3)
            ON CONFLICT (tariff) DO NOTHING
            """,
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version.Number });
        insert.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = Wire.ParseDay(version.ValidFrom) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(version.Hash) });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A stored set that corrects others counts on the days whose figures it corrects.</summary>
    public static async Task LeaveAsync(NpgsqlTransaction transaction, int set, CancellationToken cancel)
    {
        var corrected = Corrected(set, await SetsUpToAsync(transaction, set, cancel))
            .GroupBy(one => (one.Series, one.Days.From), one => one.Days.To)
            .Select(days => (days.Key.Series, days.Key.From, To: days.Contains(null) ? null : days.Max()))
            .ToList();
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO reassessment (rate_set, series, effective_day, until_day, recorded_at)
            SELECT $1, series, from_day, until_day, clock_timestamp()
            FROM unnest($2, $3, $4) AS days (series, from_day, until_day)
            ON CONFLICT (rate_set, series, effective_day) DO NOTHING
            """);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = set });
        insert.AddArray(corrected.Select(one => one.Series));
        insert.AddArray(corrected.Select(one => one.From));
        insert.AddArray(corrected.Select(one => one.To));
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction) { BatchCommands = { insert } };
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>By series of exchange rates; reference prices are of none.</summary>
    private static IEnumerable<(string Series, Validity Days)> Corrected(int set, List<ExchangeRateSet> sets)
    {
        var rates = new ExchangeRateTable(
            sets.SelectMany(one => one.Rates.Select(rate => ExchangeRates.From(rate, one.Number))));
        var prices = new ReferencePriceTable(
            sets.SelectMany(one => one.Prices.Select(price => ExchangeRates.From(price, one.Number))));
        return rates.Series.CorrectedBy(set, (one, other) => one.SaysAs(other))
            .Select(corrected => (corrected.Key.Series, corrected.Days))
            .Concat(prices.Series.CorrectedBy(set, (one, other) => one.SaysAs(other))
                .Select(corrected => ("", corrected.Days)));
    }

    private static async Task<List<ExchangeRateSet>> SetsUpToAsync(
        NpgsqlTransaction transaction, int last, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT document FROM rate_set WHERE number <= $1", transaction.Connection, transaction);
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = last });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var sets = new List<ExchangeRateSet>();
        while (await rows.ReadAsync(cancel))
            sets.Add(ExchangeRateSet.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return sets;
    }
}
