using System.Runtime.CompilerServices;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Membership.Storage;

/// <summary>The present state for those who begin to copy it.</summary>
internal sealed class MembershipSnapshot : ISnapshotSource
{
    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var record in (await MembershipReader.BookAsync(transaction.Connection!, cancel)).State)
            yield return record;
    }
}
