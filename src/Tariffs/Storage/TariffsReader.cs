using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>A stored row with the entry that made it.</summary>
internal readonly record struct Recorded<T>(long Entry, T Content);

/// <summary>Reads the tables.</summary>
internal static class TariffsReader
{
    /// <summary>Everything; what is known already is not read again, since rows are only added.</summary>
    public static async Task<TariffBook> BookAsync(
        NpgsqlConnection connection, TariffBook known, CancellationToken cancel)
    {
        var newest = known.NewestFirst.Count == 0 ? 0 : known.NewestFirst[0].Version.Number;
        var versions = await VersionsAsync(connection, newest, cancel);
        var sets = await RateSetRows.AfterAsync(connection, known.RateSet, cancel);
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
            SELECT number, entry_id, title, valid_from, published_at, measures, document, signature
            FROM tariff_version
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
                Signature = rows.GetString(7),
            };
            versions.Add(new(rows.GetInt64(1), (version, document)));
        }

        return versions;
    }

    private static PublishedTariff Ready(TariffVersion version, byte[] bytes)
    {
        var document = TariffDocument.Parser.ParseFrom(bytes);
        return new(version, bytes, document, TariffSnapshot.Compile(TariffDocuments.ToTariff(document)));
    }
}
