using System.Runtime.CompilerServices;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>A business row: what is stored, or what its entry says it must be.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Key">The row's key as people read it, for instance "number=CRM-2027-000001, version=1".</param>
/// <param name="EntryId">Id of the entry that made it.</param>
/// <param name="Content">The rest of its columns.</param>
public readonly record struct AuditedRow(string Table, string Key, long EntryId, IMessage Content);

/// <summary>
/// Row audit of a service whose rows fit in memory: what the entries made must be there as they made it, and nothing
/// else. Runs inside the audit's repeatable-read transaction.
/// </summary>
public abstract class RowAudit : IRowAudit
{
    /// <summary>Every row that is stored.</summary>
    protected abstract IAsyncEnumerable<AuditedRow> StoredAsync(NpgsqlConnection connection, CancellationToken cancel);

    /// <summary>The rows that an entry makes; none for a kind that makes no rows.</summary>
    protected abstract IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body);

    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var stored = new Dictionary<(string Table, string Key), AuditedRow>();
        await foreach (var row in StoredAsync(connection, cancel))
            stored.Add((row.Table, row.Key), row);

        await using var select = new NpgsqlCommand(
            "SELECT id, kind, body FROM journal ORDER BY id", connection);
        await using var entries = await select.ExecuteReaderAsync(cancel);
        while (await entries.ReadAsync(cancel))
        {
            foreach (var row in MadeBy(entries.GetInt64(0), entries.GetString(1), entries.GetFieldValue<byte[]>(2)))
            {
                yield return stored.Remove((row.Table, row.Key), out var found)
                    ? Compare(row, found)
                    : Fault(row, "The row is missing.");
            }
        }

        foreach (var row in stored.Values)
            yield return Fault(row, "No entry made this row.");
    }

    private static AuditFault? Compare(AuditedRow made, AuditedRow found)
    {
        if (made.EntryId != found.EntryId)
            return Fault(found, $"The row names entry {found.EntryId}, and entry {made.EntryId} made it.");
        var differing = made.Content.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => !Same(field.Accessor.GetValue(made.Content), field.Accessor.GetValue(found.Content)))
            .Select(field => field.Name)
            .ToList();
        return differing.Count == 0 ? null : Fault(found, $"Not as recorded: {string.Join(", ", differing)}.");
    }

    // Repeated fields compare by their elements, so Equals is enough for every kind of field.
    private static bool Same(object? made, object? found) => Equals(made, found);

    private static AuditFault Fault(AuditedRow row, string fault) =>
        new() { Table = row.Table, Key = row.Key, Fault = fault };
}
