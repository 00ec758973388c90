using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Declarations.Adjustments;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every adjustment, and every step in its life, against the entry that told of it.</summary>
internal sealed class AdjustmentAudit : IRowAudit
{
    private const string ReportsSql = "SELECT adjustment, number, declaration, state, document, entry_id, "
        + "(SELECT declaration FROM adjustment a WHERE a.id = r.adjustment) FROM adjustment_report r";

    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var fault in ProposedAsync(connection, cancel))
            yield return fault;
        await foreach (var fault in ReportedAsync(connection, cancel))
            yield return fault;
    }

    private static async IAsyncEnumerable<AuditFault?> ProposedAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var told = new Dictionary<string, Adjustment>();
        await foreach (var (_, body) in ToldAsync(connection, AdjustmentsProposed.Descriptor.FullName, cancel))
        {
            foreach (var adjustment in AdjustmentsProposed.Parser.ParseFrom(body).Adjustments)
                told[adjustment.Id] = adjustment;
        }

        await using var command = new NpgsqlCommand($"SELECT {AdjustmentRows.Columns} FROM adjustment a", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var stored = AdjustmentRows.Read(rows);
            if (!told.Remove(stored.Id, out var recorded))
                yield return Fault(stored.Id, "no entry tells of this row");
            else if (!IsSame(stored, recorded))
                yield return Fault(stored.Id, "the row is not what the entry recorded");
            else
                yield return null;
        }

        foreach (var lost in told.Keys)
            yield return Fault(lost, "the row of this entry is missing");
    }

    private static async IAsyncEnumerable<AuditFault?> ReportedAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var told = new Dictionary<(string, int), (long Entry, AdjustmentReport Report)>();
        await foreach (var (entry, body) in ToldAsync(connection, AdjustmentsReported.Descriptor.FullName, cancel))
        {
            foreach (var report in AdjustmentsReported.Parser.ParseFrom(body).Reports)
                told[(report.Adjustment, report.Number)] = (entry, report);
        }

        await using var command = new NpgsqlCommand(ReportsSql, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (id, number) = ($"{rows.GetGuid(0)}", rows.GetInt32(1));
            if (!told.Remove((id, number), out var recorded))
                yield return Fault(id, number, "no entry tells of this row");
            else if (!IsSame(rows, recorded.Entry, recorded.Report))
                yield return Fault(id, number, "the row is not what the entry recorded");
            else
                yield return null;
        }

        foreach (var (id, number) in told.Keys)
            yield return Fault(id, number, "the row of this entry is missing");
    }

    // Earlier entries didn't name the administration.
    private static bool IsSame(Adjustment stored, Adjustment recorded)
    {
        if (recorded.Administration.Length == 0)
            stored.Administration = "";
        return stored.Equals(recorded);
    }

    private static bool IsSame(NpgsqlDataReader row, long entry, AdjustmentReport recorded) =>
        row.GetInt64(5) == entry && row.GetInt16(3) == (short)recorded.State && row.GetGuid(2) == row.GetGuid(6)
        && row.GetFieldValue<byte[]>(4).AsSpan().SequenceEqual(recorded.ToByteArray());

    private static async IAsyncEnumerable<(long Entry, byte[] Body)> ToldAsync(
        NpgsqlConnection connection, string kind, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT id, body FROM journal WHERE kind = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            yield return (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
    }

    private static AuditFault Fault(string id, string fault) =>
        new() { Table = "adjustment", Key = $"id={id}", Fault = fault };

    private static AuditFault Fault(string id, int number, string fault) =>
        new() { Table = "adjustment_report", Key = $"adjustment={id} number={number}", Fault = fault };
}
