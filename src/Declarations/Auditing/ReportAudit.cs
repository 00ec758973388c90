using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every report against the entry that told of it.</summary>
internal sealed class ReportAudit : IRowAudit
{
    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {StoredReport.Columns}, r.state, r.number, j.body, j.id, r.control_outcome
            FROM report r FULL JOIN (SELECT * FROM journal WHERE kind = $1) AS j ON j.id = r.entry_id
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DeclarationReported.Descriptor.FullName });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            if (rows.IsDBNull(0))
            {
                yield return Fault($"entry={rows.GetInt64(8)}", "the row of this entry is missing");
                continue;
            }

            var key = $"declaration={rows.GetGuid(0)} number={rows.GetInt32(6)}";
            if (rows.IsDBNull(7))
                yield return Fault(key, "no entry tells of this row");
            else if (!IsSame(rows))
                yield return Fault(key, "the row is not what the entry recorded");
            else
                yield return null;
        }
    }

    private static bool IsSame(NpgsqlDataReader row)
    {
        try
        {
            var stored = StoredReport.Read(row);
            return DeclarationReported.Parser.ParseFrom(row.GetFieldValue<byte[]>(7)).Equals(stored.ToEvent())
                && row.GetInt16(5) == (short)stored.Report.State
                && row.GetInt32(6) == stored.Report.Number
                // None stands where it was reported before there was the column.
                && (row.IsDBNull(9) || row.GetInt16(9) == stored.ControlOutcome);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static AuditFault Fault(string key, string fault) => new() { Table = "report", Key = key, Fault = fault };
}
