using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using ExchangeRate = CrmClub.Contracts.Tariffs.V1.ExchangeRate;

namespace CrmClub.Tariffs.Storage;

/// <summary>A stored row with the entry that made it.</summary>
internal readonly record struct Recorded<T>(long Entry, T Content);

/// <summary>A set of exchange rates with the place at which each of its rates is stored.</summary>
internal sealed record StoredRates(ExchangeRateSet Set, List<int> Places);

/// <summary>Reads the tables.</summary>
internal static class TariffsReader
{
    /// <summary>Everything; what is known already is not read again, since rows are only added.</summary>
    public static async Task<TariffBook> BookAsync(
        NpgsqlConnection connection, TariffBook known, CancellationToken cancel)
    {
        var newest = known.NewestFirst.Count == 0 ? 0 : known.NewestFirst[0].Version.Number;
        var versions = await VersionsAsync(connection, newest, cancel);
        var sets = await RateSetsAsync(connection, known.RateSet, cancel);
        return versions.Count + sets.Count == 0 ? known : new TariffBook(
            versions.Select(stored => Ready(stored.Content.Version, stored.Content.Document)).Concat(known.NewestFirst),
            [.. known.RateSets, .. sets.Select(stored => stored.Content.Set)]);
    }

    /// <summary>The versions after a number, each with the hash that its stored document has.</summary>
    public static async Task<List<Recorded<(TariffVersion Version, byte[] Document)>>> VersionsAsync(
        NpgsqlConnection connection, int after, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT number, entry_id, title, valid_from, published_at, measures, document FROM tariff_version
            WHERE number > $1
            """,
            connection);
        select.Parameters.Add(new() { Value = after });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var versions = new List<Recorded<(TariffVersion, byte[])>>();
        while (await rows.ReadAsync(cancel))
        {
            var document = rows.GetFieldValue<byte[]>(6);
            var version = new TariffVersion
            {
                Number = rows.GetInt32(0),
                Hash = Convert.ToHexStringLower(SHA256.HashData(document)),
                Title = rows.GetString(2),
                ValidFrom = Wire.Day(rows.GetFieldValue<DateOnly>(3)),
                PublishedAt = Timestamp.FromDateTime(rows.GetDateTime(4)),
                Measures = rows.GetInt32(5),
            };
            versions.Add(new(rows.GetInt64(1), (version, document)));
        }

        return versions;
    }

    /// <summary>The sets of exchange rates after a number.</summary>
    public static async Task<List<Recorded<StoredRates>>> RateSetsAsync(
        NpgsqlConnection connection, int after, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT s.number, s.entry_id, s.recorded_at, r.series, r.base, r.quote, r.rate, lower(r.valid),
              upper(r.valid), r.source, r.demonstration, r.place
            FROM exchange_rate_set s JOIN exchange_rate r ON r.set_number = s.number
            WHERE s.number > $1 ORDER BY s.number, r.place
            """,
            connection);
        select.Parameters.Add(new() { Value = after });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var sets = new List<Recorded<StoredRates>>();
        while (await rows.ReadAsync(cancel))
        {
            var number = rows.GetInt32(0);
            if (sets.Count == 0 || sets[^1].Content.Set.Number != number)
            {
                var recordedAt = Timestamp.FromDateTime(rows.GetDateTime(2));
                var set = new ExchangeRateSet { Number = number, RecordedAt = recordedAt };
                sets.Add(new(rows.GetInt64(1), new StoredRates(set, [])));
            }

            sets[^1].Content.Set.Rates.Add(Rate(rows));
            sets[^1].Content.Places.Add(rows.GetInt32(11));
        }

        return sets;
    }

    private static ExchangeRate Rate(NpgsqlDataReader row) => new()
    {
        Series = row.GetString(3),
        Base = row.GetString(4),
        Quote = row.GetString(5),
        Rate = Wire.Decimal(row.GetDecimal(6)),
        ValidFrom = Wire.Day(row.GetFieldValue<DateOnly>(7)),
        ValidTo = row.IsDBNull(8) ? "" : Wire.Day(row.GetFieldValue<DateOnly>(8)),
        Source = row.GetString(9),
        Demonstration = row.GetBoolean(10),
    };

    private static PublishedTariff Ready(TariffVersion version, byte[] bytes)
    {
        var document = TariffDocument.Parser.ParseFrom(bytes);
        return new(version, bytes, document, TariffSnapshot.Compile(TariffDocuments.ToTariff(document)));
    }
}
