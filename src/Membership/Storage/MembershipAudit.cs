using System.Runtime.CompilerServices;
using CrmClub.Contracts.Membership.V1;
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
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body) =>
        kind == ClubFounded.Descriptor.FullName
            ? MembershipRow.MadeBy(entryId, ClubFounded.Parser.ParseFrom(body).Document).Select(row => row.Audited)
            : [];
}
