using System.Runtime.CompilerServices;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Voting;
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
        foreach (var holiday in book.All.OfType<Holiday>())
            yield return holiday;
        foreach (var group in book.Groups.GroupBy(group => group.Code))
            yield return group.Last();
        foreach (var notice in book.Notices)
            yield return notice;
        // Outcomes, for the service that asked for the ballot.
        foreach (var ballot in await BallotReader.AllAsync(transaction.Connection!, cancel))
        {
            if (ballot.Proposal.Length > 0 && ballot.State != BallotState.Open)
                yield return ballot;
        }
    }
}
