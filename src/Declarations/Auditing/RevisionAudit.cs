using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every stored revision against the entry that told of it, and every entry against the rows.</summary>
internal sealed class RevisionAudit : IRowAudit
{
    private const int PageEntries = 20;

    private readonly record struct Key(long Entry, string Mrn, int Revision);

    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var last = 0L;
        while (await EntriesAsync(connection, last, cancel) is { Count: > 0 } entries)
        {
            var told = entries.SelectMany(entry => DeclarationsDecided.Parser.ParseFrom(entry.Body).Declarations
                .Select(one => (Key: new Key(entry.Id, one.Mrn, one.Revision), one.ContentHash)))
                .ToDictionary(one => one.Key, one => one.ContentHash);
            await using (var command = RowsOf(connection, entries))
            await using (var rows = await command.ExecuteReaderAsync(cancel))
            {
                while (await rows.ReadAsync(cancel))
                {
                    var stored = RevisionRows.Read(rows);
                    var key = new Key(rows.GetInt64(RevisionRows.ColumnCount), stored.Identity.Mrn, stored.Revision);
                    if (!told.Remove(key, out var hash))
                        yield return Fault(key, "no entry tells of this row");
                    else if (!IsSame(stored, hash.Span))
                        yield return Fault(key, "the row is not what the entry recorded");
                    else if (ControlScore.Of(stored)
                        != ControlScore.Read(rows, RevisionRows.ColumnCount + 1, stored))
                        yield return Fault(key, "its row for the rates of controls is not what the decision says");
                    else
                        yield return null;
                }
            }

            foreach (var lost in told.Keys)
                yield return Fault(lost, "the row of this entry is missing");
            last = entries[^1].Id;
        }

        await foreach (var fault in StraysAsync(connection, cancel))
            yield return fault;
    }

    // Whether it was accepted is said in the decision; one that can't be read is not what was recorded.
    private static bool IsSame(StoredRevision stored, ReadOnlySpan<byte> hash)
    {
        try
        {
            return hash.SequenceEqual(stored.ContentHash());
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static AuditFault Fault(Key key, string fault) =>
        new() { Table = "revision", Key = $"mrn={key.Mrn} revision={key.Revision}", Fault = fault };

    private static async Task<List<(long Id, byte[] Body)>> EntriesAsync(
        NpgsqlConnection connection, long after, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, body FROM journal WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DeclarationsDecided.Descriptor.FullName });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageEntries });
        var entries = new List<(long, byte[])>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            entries.Add((rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)));
        return entries;
    }

    private static NpgsqlCommand RowsOf(NpgsqlConnection connection, List<(long Id, byte[] Body)> entries)
    {
        var command = new NpgsqlCommand(
            $"""
            SELECT {RevisionRows.Columns}, r.entry_id, {ControlScore.Columns}
            FROM revision r JOIN declaration d ON d.id = r.declaration
            LEFT JOIN control_score s ON (s.declaration, s.revision) = (r.declaration, r.revision)
            WHERE r.entry_id BETWEEN $1 AND $2 AND r.entry_id = ANY ($3)
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entries[0].Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entries[^1].Id });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. entries.Select(entry => entry.Id)] });
        return command;
    }

    /// <summary>Rows that no entry of the journal can have made.</summary>
    private static async IAsyncEnumerable<AuditFault> StraysAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT 'revision', 'declaration=' || declaration || ' revision=' || revision,
              'its entry is not in the journal'
            FROM revision r WHERE NOT EXISTS (SELECT FROM journal j WHERE j.id = r.entry_id AND j.kind = $1)
            UNION ALL
            SELECT 'control_score', 'declaration=' || declaration || ' revision=' || revision,
              'there is no such revision'
            FROM control_score s WHERE NOT EXISTS (
              SELECT FROM revision r WHERE (r.declaration, r.revision) = (s.declaration, s.revision))
            UNION ALL
            SELECT 'declaration', 'mrn=' || mrn, 'it has no first revision'
            FROM declaration d
            WHERE NOT EXISTS (SELECT FROM revision r WHERE r.declaration = d.id AND r.revision = 1)
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DeclarationsDecided.Descriptor.FullName });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            yield return new AuditFault
            {
                Table = rows.GetString(0),
                Key = rows.GetString(1),
                Fault = rows.GetString(2),
            };
        }
    }
}
