using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>A set with the places at which its rates and its prices are stored.</summary>
internal sealed record StoredRates(ExchangeRateSet Set, List<int> RatePlaces, List<int> PricePlaces);

/// <summary>The stored sets of exchange rates and reference prices.</summary>
internal static class RateSetRows
{
    /// <summary>Adds a set, in the transaction of the entry that makes it.</summary>
    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, ExchangeRateSet set, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "INSERT INTO exchange_rate_set (number, entry_id, recorded_at) VALUES ($1, $2, $3)").With(
            set.Number, entry, set.RecordedAt.ToDateTime()));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            INSERT INTO exchange_rate
              (set_number, place, series, base, quote, rate, valid, source, demonstration)
            SELECT $1, place - 1, series, base, quote, rate, daterange(valid_from, valid_to), source, demonstration
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
              AS rate (series, base, quote, rate, valid_from, valid_to, source, demonstration, place)
            """).With(
            set.Number,
            set.Rates.Select(rate => rate.Series).ToArray(),
            set.Rates.Select(rate => rate.Base).ToArray(),
            set.Rates.Select(rate => rate.Quote).ToArray(),
            set.Rates.Select(rate => Wire.ParseDecimal(rate.Rate)).ToArray(),
            set.Rates.Select(rate => Wire.ParseDay(rate.ValidFrom)).ToArray(),
            set.Rates.Select(rate => End(rate.ValidTo)).ToArray(),
            set.Rates.Select(rate => rate.Source).ToArray(),
            set.Rates.Select(rate => rate.Demonstration).ToArray()));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            INSERT INTO reference_price
              (set_number, place, material, stage, content_unit, amount, currency, valid, source, demonstration)
            SELECT $1, place - 1, material, stage, content_unit, amount, currency, daterange(valid_from, valid_to),
              source, demonstration
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
              AS price (material, stage, content_unit, amount, currency, valid_from, valid_to, source, demonstration,
                place)
            """).With(
            set.Number,
            set.Prices.Select(price => price.Material).ToArray(),
            set.Prices.Select(price => $"{price.Stage}").ToArray(),
            set.Prices.Select(price => price.ContentUnit).ToArray(),
            set.Prices.Select(price => Wire.ParseDecimal(price.Price.Amount)).ToArray(),
            set.Prices.Select(price => price.Price.Currency).ToArray(),
            set.Prices.Select(price => Wire.ParseDay(price.ValidFrom)).ToArray(),
            set.Prices.Select(price => End(price.ValidTo)).ToArray(),
            set.Prices.Select(price => price.Source).ToArray(),
            set.Prices.Select(price => price.Demonstration).ToArray()));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The sets after a number, in their order.</summary>
    public static async Task<List<Recorded<StoredRates>>> AfterAsync(
        NpgsqlConnection connection, int after, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    "SELECT number, entry_id, recorded_at FROM exchange_rate_set WHERE number > $1 ORDER BY number")
                    .With(after),
                new NpgsqlBatchCommand(
                    """
                    SELECT set_number, place, series, base, quote, rate, lower(valid), upper(valid), source,
                      demonstration
                    FROM exchange_rate WHERE set_number > $1 ORDER BY set_number, place
                    """).With(after),
                new NpgsqlBatchCommand(
                    """
                    SELECT set_number, place, material, stage, content_unit, amount, lower(valid), upper(valid),
                      source, demonstration, currency
                    FROM reference_price WHERE set_number > $1 ORDER BY set_number, place
                    """).With(after),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var sets = new List<Recorded<StoredRates>>();
        while (await rows.ReadAsync(cancel))
        {
            var recordedAt = Timestamp.FromDateTime(rows.GetDateTime(2));
            var set = new ExchangeRateSet { Number = rows.GetInt32(0), RecordedAt = recordedAt };
            sets.Add(new(rows.GetInt64(1), new StoredRates(set, [], [])));
        }

        var byNumber = sets.ToDictionary(stored => stored.Content.Set.Number, stored => stored.Content);
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var stored = byNumber[rows.GetInt32(0)];
            stored.RatePlaces.Add(rows.GetInt32(1));
            stored.Set.Rates.Add(Rate(rows));
        }

        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var stored = byNumber[rows.GetInt32(0)];
            stored.PricePlaces.Add(rows.GetInt32(1));
            stored.Set.Prices.Add(Price(rows));
        }

        return sets;
    }

    private static ExchangeRate Rate(NpgsqlDataReader row) => new()
    {
        Series = row.GetString(2),
        Base = row.GetString(3),
        Quote = row.GetString(4),
        Rate = Wire.Decimal(row.GetDecimal(5)),
        ValidFrom = Wire.Day(row.GetFieldValue<DateOnly>(6)),
        ValidTo = row.IsDBNull(7) ? "" : Wire.Day(row.GetFieldValue<DateOnly>(7)),
        Source = row.GetString(8),
        Demonstration = row.GetBoolean(9),
    };

    private static ReferencePrice Price(NpgsqlDataReader row) => new()
    {
        Material = row.GetString(2),
        Stage = System.Enum.Parse<Stage>(row.GetString(3)),
        ContentUnit = row.GetString(4),
        Price = new Money { Amount = Wire.Decimal(row.GetDecimal(5)), Currency = row.GetString(10) },
        ValidFrom = Wire.Day(row.GetFieldValue<DateOnly>(6)),
        ValidTo = row.IsDBNull(7) ? "" : Wire.Day(row.GetFieldValue<DateOnly>(7)),
        Source = row.GetString(8),
        Demonstration = row.GetBoolean(9),
    };

    private static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static DateOnly? End(string day) => day.Length == 0 ? null : Wire.ParseDay(day);
}
