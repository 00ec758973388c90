using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds what was drawn from quotas, and the days closed, against the entries that told of them.</summary>
internal sealed class QuotaAudit : IRowAudit
{
    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var told = new Dictionary<(string Table, string Id, long Entry), QuotaEntry?>();
        await using (var command = new NpgsqlCommand(
            """
            SELECT j.id, j.kind, j.body FROM journal j
            WHERE j.kind = 'crmclub.declarations.v1.DayClosed'
              OR j.id IN (SELECT entry_id FROM quota_entry)
            """, connection))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var (entry, body) = (rows.GetInt64(0), rows.GetFieldValue<byte[]>(2));
                if (rows.GetString(1) == DayClosed.Descriptor.FullName)
                    told[("day_closed", DayClosed.Parser.ParseFrom(body).Day, entry)] = null;
                else if (rows.GetString(1) == DeclarationsDecided.Descriptor.FullName)
                    foreach (var one in DeclarationsDecided.Parser.ParseFrom(body).Declarations.SelectMany(
                        declaration => declaration.Quotas))
                        told[("quota_entry", one.Id, entry)] = one;
            }
        }

        await using (var command = new NpgsqlCommand("SELECT id, entry_id, document FROM quota_entry", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var key = ("quota_entry", rows.GetString(0), rows.GetInt64(1));
                yield return !told.Remove(key, out var recorded) ? Fault(key, "no entry tells of this row")
                    : !QuotaEntry.Parser.ParseFrom(rows.GetFieldValue<byte[]>(2)).Equals(recorded)
                    ? Fault(key, "the row is not what the entry recorded") : null;
            }
        }

        await using (var command = new NpgsqlCommand("SELECT day, entry_id FROM day_closed", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var key = ("day_closed", Wire.Day(rows.GetFieldValue<DateOnly>(0)), rows.GetInt64(1));
                yield return told.Remove(key) ? null : Fault(key, "no entry tells of this row");
            }
        }

        foreach (var lost in told.Keys)
            yield return Fault(lost, "the row of this entry is missing");
    }

    private static AuditFault Fault((string Table, string Id, long Entry) key, string fault) =>
        new() { Table = key.Table, Key = $"id={key.Id}", Fault = fault };
}
