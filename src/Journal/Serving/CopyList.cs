using CrmClub.Contracts.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>How far this service's journal is on its way, and how far its copies of others are.</summary>
internal sealed class CopyList(NpgsqlDataSource database)
{
    private const string JournalSql =
        """
        SELECT coalesce((SELECT max(seq) FROM sealed), 0), (SELECT seq FROM published),
          (SELECT count(*) FROM unsealed), (SELECT min(j.at) FROM unsealed u JOIN journal j ON j.id = u.entry_id)
        """;

    private const string CopiesSql =
        """
        SELECT c.producer, c.seq, c.heard_at, extract(epoch FROM clock_timestamp() - c.heard_at)::float8,
          (SELECT count(*) FROM parked p WHERE p.producer = c.producer), coalesce(c.refused, '')
        FROM copy_cursor c ORDER BY c.producer
        """;

    public async Task<ListCopiesResponse> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var response = new ListCopiesResponse { Journal = await JournalAsync(connection, cancel) };
        await using var command = new NpgsqlCommand(CopiesSql, connection);
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            response.Copies.Add(new CopyState
            {
                Producer = row.GetString(0),
                Seq = row.GetInt64(1),
                HeardAt = Timestamp.FromDateTime(row.GetFieldValue<DateTime>(2)),
                AgeSeconds = row.GetDouble(3),
                Parked = row.GetInt64(4),
                Refused = row.GetString(5),
            });
        return response;
    }

    private static async Task<JournalState> JournalAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(JournalSql, connection);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new JournalState
        {
            Sealed = row.GetInt64(0),
            Published = row.GetInt64(1),
            Unsealed = row.GetInt64(2),
            WaitsSince = row.IsDBNull(3) ? null : Timestamp.FromDateTime(row.GetFieldValue<DateTime>(3)),
        };
    }
}
