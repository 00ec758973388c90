using System.Runtime.CompilerServices;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Membership.Storage;

/// <summary>Compares the tables with the entries that made them.</summary>
internal sealed class MembershipAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var row in await MembershipReader.RowsAsync(connection, cancel))
            yield return row.Audited;
        foreach (var row in await MembershipReader.RecordsAsync(
            connection, MembershipRow.Records.Values, null, cancel))
            yield return row.Audited;
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body) =>
        MembershipRow.MadeBy(entryId, kind, body).Select(row => row.Audited);
}
