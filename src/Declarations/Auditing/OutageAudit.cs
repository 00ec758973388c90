using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Outages;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every step of an outage against the entry that announced it.</summary>
internal sealed class OutageAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT number, step, entry_id, document FROM outage_step", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            yield return Row(rows.GetInt32(0), rows.GetInt16(1), rows.GetInt64(2),
                Outage.Parser.ParseFrom(rows.GetFieldValue<byte[]>(3)));
        }
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body)
    {
        var outage = kind == OutageOpened.Descriptor.FullName ? OutageOpened.Parser.ParseFrom(body).Outage
            : kind == OutageClosed.Descriptor.FullName ? OutageClosed.Parser.ParseFrom(body).Outage : null;
        if (outage is not null)
            yield return Row(outage.Number, OutageStore.StepOf(outage), entryId, outage);
    }

    private static AuditedRow Row(int number, short step, long entryId, Outage outage) =>
        new("outage_step", $"number={number}, step={step}", entryId, outage);
}
