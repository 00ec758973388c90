using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Storage;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Membership.Voting;

/// <summary>
/// What Tariffs puts to the vote, and what becomes of it and of quotas, taken from its journal. Nothing of it is kept
/// but the ballots and notices, which are written in the transaction that moves the cursor.
/// </summary>
internal sealed class TariffProposals(Deeds deeds, PutToVote put, MembershipRefresh refresh) : ICopy
{
    // What was put to the vote and where quotas stood before this began to listen.
    private static readonly TypeRegistry InSnapshot = TypeRegistry.FromMessages(
        ProposalPutToVote.Descriptor, QuotaAccount.Descriptor, QuotaStateChanged.Descriptor);

    public string Producer => "tariffs";

    public Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel) =>
        TakeAsync(transaction, records.Select(record => record.Unpack(InSnapshot)).OfType<IMessage>(), cancel);

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
        else if (QuotaNotices.Read(entry.Kind, entry.Body) is { } quota)
            yield return new JournalItem(entry, 0, entry.Subject, quota);
    }

    public Task ApplyAsync(NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel) =>
        TakeAsync(transaction, items.Select(item => item.Event), cancel);

    public Task RefreshAsync(CancellationToken cancel) => refresh.NowAsync(cancel);

    private Task TakeAsync(NpgsqlTransaction transaction, IEnumerable<IMessage> happened, CancellationToken cancel) =>
        deeds.WithinAsync(transaction, Producer, async deed =>
        {
            var all = happened.ToList();
            foreach (var one in all)
            {
                if (one is ProposalPutToVote proposal)
                    await put.RunAsync(deed, proposal);
                else if (one is ProposalWithdrawn withdrawn)
                    await PutToVote.WithdrawAsync(deed, withdrawn);
                else if (one is TariffVersionPublished published)
                    await OwnNotices.PublishAsync(published, deed);
            }

            await QuotaNotices.PublishAsync(all, deed);
        }, cancel);
}
