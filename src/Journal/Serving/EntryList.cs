using System.Globalization;
using CrmClub.Contracts.Journal.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Who did what to what, newest first. No index serves it, so that entries are written as fast as before: a call looks
/// through a bounded stretch of the sequence, and the next goes on where it ended.
/// </summary>
internal sealed class EntryList(NpgsqlDataSource database)
{
    /// <summary>Entries that a call looks through.</summary>
    public const int LookedThroughMax = 100_000;

    private const int TextLengthMax = 200;

    private const string Sql =
        """
        SELECT s.seq, j.at, j.actor, j.kind, j.subject, j.effective_day, s.leaf
        FROM sealed s JOIN journal j ON j.id = s.entry_id
        WHERE s.seq >= $1 AND s.seq < $2 AND ($3 = '' OR j.actor = $3) AND ($4 = '' OR j.subject = $4)
          AND ($5 = '' OR j.kind = $5)
        ORDER BY s.seq DESC LIMIT $6
        """;

    public async Task<ListEntriesResponse> ReadAsync(ListEntriesRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        foreach (var (field, text) in new[]
        {
            ("actor", request.Actor), ("subject", request.Subject), ("kind", request.Kind),
        })
            faults.Text(field, "", text, TextLengthMax, required: false);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var before = page.After is { } after && long.TryParse(after, CultureInfo.InvariantCulture, out var known)
            ? known : await EndAsync(connection, cancel);
        var from = Math.Max(1, before - LookedThroughMax);
        var response = new ListEntriesResponse();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(before);
        command.Parameters.AddWithValue(request.Actor);
        command.Parameters.AddWithValue(request.Subject);
        command.Parameters.AddWithValue(request.Kind);
        command.Parameters.AddWithValue(page.Size);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            response.Entries.Add(Read(rows));
        var reached = response.Entries.Count == page.Size ? response.Entries[^1].Seq : from;
        response.NextPageToken = reached > 1 ? page.TokenAfter($"{reached}") : "";
        return response;
    }

    // The seq that would come next.
    private static async Task<long> EndAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(seq), 0) + 1 FROM sealed", connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static EntryHead Read(NpgsqlDataReader row) => new()
    {
        Seq = row.GetInt64(0),
        At = Timestamp.FromDateTime(row.GetFieldValue<DateTime>(1)),
        Actor = row.GetString(2),
        Kind = row.GetString(3),
        Subject = row.GetString(4),
        EffectiveDay = row.IsDBNull(5) ? ""
            : row.GetFieldValue<DateOnly>(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Leaf = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(6)),
    };
}
