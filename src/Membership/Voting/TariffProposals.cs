using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Membership.Voting;

/// <summary>
/// What Tariffs puts to the vote and what becomes of it, taken from its journal. Nothing of it is kept but the ballots
/// and notices, which are written in the transaction that moves the cursor.
/// </summary>
internal sealed class TariffProposals(Deeds deeds, PutToVote put, MembershipRefresh refresh) : ICopy
{
    public string Producer => "tariffs";

    /// <summary>What was put to the vote before this began to listen stands in the snapshot.</summary>
    public Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel) =>
        TakeAsync(
            transaction,
            records.Where(record => record.Is(ProposalPutToVote.Descriptor))
                .Select(IMessage (record) => record.Unpack<ProposalPutToVote>()),
            cancel);

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (entry.Kind == ProposalPutToVote.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, ProposalPutToVote.Parser.ParseFrom(entry.Body));
        else if (entry.Kind == ProposalWithdrawn.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, ProposalWithdrawn.Parser.ParseFrom(entry.Body));
        // The treaty's annex needs no notice.
        else if (entry.Kind == TariffVersionPublished.Descriptor.FullName
            && TariffVersionPublished.Parser.ParseFrom(entry.Body) is { Proposal: not null } published)
            yield return new JournalItem(entry, 0, entry.Subject, published);
    }

    public Task ApplyAsync(NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel) =>
        TakeAsync(transaction, items.Select(item => item.Event), cancel);

    public Task RefreshAsync(CancellationToken cancel) => refresh.NowAsync(cancel);

    private Task TakeAsync(NpgsqlTransaction transaction, IEnumerable<IMessage> happened, CancellationToken cancel) =>
        deeds.WithinAsync(transaction, Producer, async deed =>
        {
            foreach (var one in happened)
            {
                if (one is ProposalPutToVote proposal)
                    await put.RunAsync(deed, proposal);
                else if (one is ProposalWithdrawn withdrawn)
                    await PutToVote.WithdrawAsync(deed, withdrawn);
                else if (one is TariffVersionPublished published)
                    await OwnNotices.PublishAsync(published, deed);
            }
        }, cancel);
}
