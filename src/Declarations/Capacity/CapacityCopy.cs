using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Capacity;

/// <summary>The part of the copy of Suppliers that says how much of capacities is used.</summary>
internal sealed class CapacityCopy(NpgsqlDataSource database, JournalReader journal, CapacityBook book) : IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1, 1);

    /// <summary>Stores what was told, in the order in which it was.</summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction, IEnumerable<IMessage> told, CancellationToken cancel)
    {
        var newest = new Dictionary<(string, string, Stage, int), CapacityUsed>();
        var counted = 0L;
        foreach (var one in told)
        {
            if (one is CapacityUsed used)
                newest[(used.Facility, used.Material, used.Stage, used.Year)] = used;
            counted = Math.Max(counted, one is ClaimsCounted at
                ? at.DeclarationsSeq : ((CapacityUsed)one).DeclarationsSeq);
        }

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var store = new NpgsqlBatchCommand(
            """
            INSERT INTO capacity_used AS c (facility, material, stage, year, used_kg, capacity_kg)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (facility, material, stage, year)
            DO UPDATE SET used_kg = excluded.used_kg, capacity_kg = excluded.capacity_kg
            """);
        store.AddArray(newest.Values.Select(one => one.Facility));
        store.AddArray(newest.Values.Select(one => one.Material));
        store.AddArray(newest.Values.Select(one => (short)one.Stage));
        store.AddArray(newest.Values.Select(one => one.Year));
        store.AddArray(newest.Values.Select(one => Wire.ParseDecimal(one.UsedKg)));
        store.AddArray(newest.Values.Select(one => Wire.ParseDecimal(one.CapacityKg)));
        batch.BatchCommands.Add(store);
        var count = new NpgsqlBatchCommand(
            """
            INSERT INTO claims_counted AS c (declarations_seq) VALUES ($1)
            ON CONFLICT (one) DO UPDATE SET version = c.version + 1,
              declarations_seq = greatest(c.declarations_seq, excluded.declarations_seq)
            """);
        count.Parameters.Add(new NpgsqlParameter<long> { TypedValue = counted });
        batch.BatchCommands.Add(count);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Brings memory up to the stored copy and to this service's journal.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            var (version, counted, newest, told) = await ReadAsync(cancel);
            if (!book.IsRead)
                book.Tell(version, counted, told);
            await foreach (var page in journal.ReadAsync(book.Seen + 1, newest, cancel))
            {
                foreach (var entry in page)
                    book.Follow(entry.Seq, entry.Kind == DeclarationsDecided.Descriptor.FullName
                        ? DeclarationsDecided.Parser.ParseFrom(entry.Body).Declarations : []);
            }

            if (version != book.Version)
                book.Tell(version, counted, told);
            book.Read();
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    // In one statement, so that what is counted is sealed: it came from this journal.
    private async Task<(long Version, long Counted, long Newest, List<CapacityUsed> Told)> ReadAsync(
        CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT coalesce(n.version, 0), coalesce(n.declarations_seq, 0), (SELECT coalesce(max(seq), 0) FROM sealed),
              c.facility, c.material, c.stage, c.year, c.used_kg, c.capacity_kg
            FROM (SELECT 1) one LEFT JOIN claims_counted n ON true
            LEFT JOIN capacity_used c ON n.version <> $1
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = book.Version });
        var (version, counted, newest, told) = (0L, 0L, 0L, new List<CapacityUsed>());
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            (version, counted, newest) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
            if (!rows.IsDBNull(3))
                told.Add(new CapacityUsed
                {
                    Facility = rows.GetString(3),
                    Material = rows.GetString(4),
                    Stage = (Stage)rows.GetInt16(5),
                    Year = rows.GetInt32(6),
                    UsedKg = Wire.Decimal(rows.GetDecimal(7)),
                    CapacityKg = Wire.Decimal(rows.GetDecimal(8)),
                });
        }

        return (version, counted, newest, told);
    }
}
