using System.Globalization;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal.Process;

/// <summary>
/// A copy that writes down every item it ever applied, so that the tests see order and repeats; it refuses subjects
/// that stand in <c>refused</c>.
/// </summary>
public sealed class CountingCopy(NpgsqlDataSource database) : ICopy
{
    public const string Schema =
        """
        CREATE TABLE loaded (subject text NOT NULL, value bigint NOT NULL, PRIMARY KEY (subject, value));
        CREATE TABLE applied (
          place bigint GENERATED ALWAYS AS IDENTITY (CACHE 1), seq bigint NOT NULL, item int NOT NULL,
          subject text NOT NULL, value bigint NOT NULL);
        CREATE TABLE refused (subject text PRIMARY KEY);
        GRANT SELECT, INSERT, DELETE ON loaded TO $app$;
        GRANT SELECT, INSERT ON applied TO $app$;
        GRANT SELECT ON refused TO $app$;
        """;

    private long _rows;

    public string Producer => "membership";

    /// <summary>Rows that memory shows.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    public async Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel)
    {
        foreach (var (subject, value) in records.Select(record => Parse(record.Unpack<StringValue>().Value)))
        {
            await ExecuteAsync(transaction, "INSERT INTO loaded VALUES ($1, $2)", cancel, subject, value);
        }
    }

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (entry.Kind == Int64Value.Descriptor.FullName)
        {
            return [new JournalItem(entry, 0, entry.Subject, Int64Value.Parser.ParseFrom(entry.Body))];
        }

        return entry.Kind == FieldMask.Descriptor.FullName
            ? FieldMask.Parser.ParseFrom(entry.Body).Paths.Select((path, index) => new JournalItem(
                entry, index, Parse(path).Subject, new Int64Value { Value = Parse(path).Value }))
            : [];
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        foreach (var item in items)
        {
            var value = ((Int64Value)item.Event).Value;
            await ExecuteAsync(
                transaction,
                "INSERT INTO applied (seq, item, subject, value) VALUES ($1, $2, $3, $4)",
                cancel, item.Entry.Seq, item.Index, item.Subject, value);
            var refused = "SELECT 1 FROM refused WHERE subject = $1";
            if (await ExecuteAsync(transaction, refused, cancel, item.Subject) is not null)
            {
                throw new InvalidOperationException($"{item.Subject} is refused.");
            }
        }
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "SELECT (SELECT count(*) FROM loaded) + (SELECT count(*) FROM applied)");
        Interlocked.Exchange(ref _rows, (long)(await command.ExecuteScalarAsync(cancel))!);
    }

    private static (string Subject, long Value) Parse(string path) =>
        path.Split('=') is [var subject, var value]
            ? (subject, long.Parse(value, CultureInfo.InvariantCulture))
            : throw new FormatException(path);

    private static async Task<object?> ExecuteAsync(
        NpgsqlTransaction transaction, string sql, CancellationToken cancel, params object[] values)
    {
#pragma warning disable CA2100 // constants of this file
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync(cancel);
    }
}
