using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds every notice that was taken against the entry that tells it.</summary>
internal sealed class NoticeAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT number, entry_id FROM notice", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            yield return Row(rows.GetString(0), rows.GetInt64(1));
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body)
    {
        if (kind == NoticeTaken.Descriptor.FullName)
            yield return Row(NoticeTaken.Parser.ParseFrom(body).Notice.Number, entryId);
    }

    private static AuditedRow Row(string number, long entryId) =>
        new("notice", $"number={number}", entryId, new Notice { Number = number });
}
