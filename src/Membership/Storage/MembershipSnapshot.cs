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
        var book = await MembershipReader.BookAsync(transaction.Connection!, cancel);
        foreach (var record in book.State)
            yield return record;
        yield return book.Terms;
    }
}
