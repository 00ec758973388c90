using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Journal;

/// <summary>Writes entries inside the transaction of the business rows they belong to.</summary>
public static class JournalWriter
{
    /// <summary>
    /// Bound of an entry's serialized event, 512 KiB; the broker takes messages of 1 MiB, in which it is base64.
    /// </summary>
    public const int EventBytesMax = 512 * 1024;

    /// <summary>
    /// SQL for the id of the entry that <see cref="AppendCommand"/> wrote last on this connection, for business rows
    /// that are inserted after it in the same batch.
    /// </summary>
    public const string LastEntryIdSql = "currval('journal_id_seq')";

    private const string AppendSql =
        """
        WITH entry AS (
          INSERT INTO journal (actor, kind, subject, effective_day, body, traceparent)
          VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)
        INSERT INTO unsealed (entry_id) SELECT id FROM entry RETURNING entry_id
        """;

    /// <summary>
    /// Appends an entry and its id in <c>unsealed</c>, in one statement. Lock the subject before, never after.
    /// </summary>
    /// <returns>The entry's id, for the <c>entry_id</c> column of the business rows.</returns>
    /// <exception cref="ArgumentException">The event is larger than <see cref="EventBytesMax"/>.</exception>
    public static async Task<long> AppendAsync(
        this NpgsqlTransaction transaction, NewEntry entry, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(AppendSql, transaction.Connection, transaction);
        AddParameters(command.Parameters, entry);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>
    /// The same statement as a member of an <see cref="NpgsqlBatch"/>, for a group commit in one round trip: add it
    /// after the commands that lock the subjects and before the rows that name it by <see cref="LastEntryIdSql"/>.
    /// Its result is one row with the entry's id.
    /// </summary>
    /// <exception cref="ArgumentException">The event is larger than <see cref="EventBytesMax"/>.</exception>
    public static NpgsqlBatchCommand AppendCommand(NewEntry entry)
    {
        var command = new NpgsqlBatchCommand(AppendSql);
        AddParameters(command.Parameters, entry);
        return command;
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, NewEntry entry)
    {
        var body = entry.Event.ToByteArray();
        if (body.Length > EventBytesMax)
        {
            throw new ArgumentException(
                $"{entry.Event.Descriptor.FullName} of {body.Length} bytes; an entry holds {EventBytesMax}.");
        }

        parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Actor });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Event.Descriptor.FullName });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Subject });
        parameters.Add(entry.EffectiveDay is { } day
            ? new NpgsqlParameter<DateOnly> { TypedValue = day }
            : new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = DBNull.Value });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        parameters.Add(new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlDbType.Text,
            Value = (object?)BatchTrace.Current ?? DBNull.Value,
        });
    }
}
