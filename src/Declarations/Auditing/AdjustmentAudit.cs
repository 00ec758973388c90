using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Declarations.Reading;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every adjustment against the entry that told of it.</summary>
internal sealed class AdjustmentAudit : IRowAudit
{
    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var told = await ToldAsync(connection, cancel);
        await using var command = new NpgsqlCommand($"SELECT {AdjustmentRows.Columns} FROM adjustment", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var stored = AdjustmentRows.Read(rows);
            if (!told.Remove(stored.Id, out var recorded))
                yield return Fault(stored.Id, "no entry tells of this row");
            else if (!recorded.Equals(stored))
                yield return Fault(stored.Id, "the row is not what the entry recorded");
            else
                yield return null;
        }

        foreach (var lost in told.Keys)
            yield return Fault(lost, "the row of this entry is missing");
    }

    private static async Task<Dictionary<string, Adjustment>> ToldAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT body FROM journal WHERE kind = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = AdjustmentsProposed.Descriptor.FullName });
        var told = new Dictionary<string, Adjustment>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            foreach (var adjustment in AdjustmentsProposed.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)).Adjustments)
                told[adjustment.Id] = adjustment;
        }

        return told;
    }

    private static AuditFault Fault(string id, string fault) =>
        new() { Table = "adjustment", Key = $"id={id}", Fault = fault };
}
