using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.Tariffs.Changes;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Proposals;

/// <summary>
/// The copy of Membership, with the outcomes of votes on proposals: they are taken in the transaction that moves the
/// cursor, so each counts once.
/// </summary>
internal sealed class OutcomesCopy(
    MembershipCopy copy, ChangeDesk desk, PutProposalToVote vote, LapseProposal lapse) : ICopy
{
    public string Producer => copy.Producer;

    /// <summary>Votes that closed while nobody listened stand in the snapshot.</summary>
    public async Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel)
    {
        await copy.LoadAsync(transaction, seq, records, cancel);
        foreach (var record in records)
        {
            if (record.TryUnpack<Ballot>(out var ballot))
            {
                await desk.WithinAsync(transaction, Producer, step => vote.CloseAsync(step, ballot), cancel);
                if (ballot.State == BallotState.Lapsed)
                    await desk.WithinAsync(transaction, Producer, step => lapse.RunAsync(step, ballot), cancel);
            }
        }
    }

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        foreach (var item in copy.Split(entry))
            yield return item;
        if (entry.Kind == BallotClosed.Descriptor.FullName
            && BallotClosed.Parser.ParseFrom(entry.Body) is { Ballot.Proposal.Length: > 0 } closed)
            yield return new JournalItem(entry, 0, closed.Ballot.Proposal, closed);
        else if (entry.Kind == BallotLapsed.Descriptor.FullName
            && BallotLapsed.Parser.ParseFrom(entry.Body) is { Ballot.Proposal.Length: > 0 } lapsed)
            yield return new JournalItem(entry, 0, lapsed.Ballot.Proposal, lapsed);
        else if (entry.Kind == BallotRefused.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, BallotRefused.Parser.ParseFrom(entry.Body));
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        await copy.ApplyAsync(transaction, items, cancel);
        foreach (var item in items)
        {
            if (item.Event is BallotClosed closed)
                await desk.WithinAsync(transaction, Producer, step => vote.CloseAsync(step, closed.Ballot), cancel);
            else if (item.Event is BallotLapsed lapsed)
                await desk.WithinAsync(transaction, Producer, step => lapse.RunAsync(step, lapsed.Ballot), cancel);
            else if (item.Event is BallotRefused refused)
                await desk.WithinAsync(transaction, Producer, step => vote.RefuseAsync(step, refused), cancel);
        }
    }

    public Task RefreshAsync(CancellationToken cancel) => copy.RefreshAsync(cancel);
}
