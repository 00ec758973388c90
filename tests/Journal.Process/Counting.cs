using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal.Process;

/// <summary>
/// The business of the tests: every subject counts 1, 2, 3…, under its row lock, so that a lost, doubled or overtaken
/// entry shows in the numbers.
/// </summary>
public sealed class Counting(NpgsqlDataSource database, JournalSignal signal) : ISnapshotSource, IRowAudit
{
    public const string Schema =
        """
        CREATE TABLE subject (name text PRIMARY KEY, value bigint NOT NULL);
        CREATE TABLE counted (
          subject text NOT NULL, value bigint NOT NULL, entry_id bigint NOT NULL, PRIMARY KEY (subject, value));
        GRANT SELECT, INSERT, UPDATE ON subject TO $app$;
        GRANT SELECT, INSERT ON counted TO $app$;
        """;

    /// <summary>Counts each subject one further, all in one entry: an Int64Value of one, a FieldMask of more.</summary>
    public async Task<long> CountAsync(CancellationToken cancel, params string[] subjects)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var values = new List<long>();
        foreach (var subject in subjects.Order(StringComparer.Ordinal))
        {
            await using var count = new NpgsqlCommand(
                """
                INSERT INTO subject AS s VALUES ($1, 1)
                ON CONFLICT (name) DO UPDATE SET value = s.value + 1 RETURNING value
                """,
                connection,
                transaction);
            count.Parameters.AddWithValue(subject);
            values.Add((long)(await count.ExecuteScalarAsync(cancel))!);
        }

        var ordered = subjects.Order(StringComparer.Ordinal).ToArray();
        IMessage counted = subjects.Length == 1
            ? new Int64Value { Value = values[0] }
            : new FieldMask { Paths = { ordered.Zip(values, (subject, value) => $"{subject}={value}") } };
        var id = await transaction.AppendAsync(new NewEntry("club", ordered[0], null, counted), cancel);
        await using var rows = new NpgsqlCommand(
            "INSERT INTO counted SELECT *, $3 FROM unnest($1, $2)", connection, transaction);
        rows.Parameters.AddWithValue(ordered);
        rows.Parameters.AddWithValue(values.ToArray());
        rows.Parameters.AddWithValue(id);
        await rows.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        signal.Raise();
        return id;
    }

    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT subject, value FROM counted", transaction.Connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            yield return new StringValue { Value = $"{rows.GetString(0)}={rows.GetInt64(1)}" };
        }
    }

    public async IAsyncEnumerable<Contracts.Journal.V1.AuditFault?> CheckAsync(
        NpgsqlConnection connection,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT c.subject, c.value, j.id FROM counted c LEFT JOIN journal j ON j.id = c.entry_id", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            yield return rows.IsDBNull(2)
                ? new() { Table = "counted", Key = $"subject={rows.GetString(0)}", Fault = "No entry made it." }
                : null;
        }
    }
}
