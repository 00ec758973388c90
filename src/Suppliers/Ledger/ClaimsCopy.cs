using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Suppliers.Ledger;

/// <summary>
/// The copy of Declarations: what declarations claim of facilities, and nothing else of them. An entry is one item, and
/// all are of one subject: what is counted is counted without a gap.
/// </summary>
internal sealed class ClaimsCopy(JournalSignal journal) : ICopy
{
    // Where nothing is claimed for long, Declarations still learns how far its journal has been read.
    private const int TellEveryEntries = 256;

    private long _told;

    public string Producer => "declarations";

    public Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel) =>
        BalanceStore.ClaimAsync(
            transaction,
            records.Where(record => record.Is(DecidedDeclaration.Descriptor))
                .Select(record => record.Unpack<DecidedDeclaration>()),
            seq,
            cancel);

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (entry.Kind == DeclarationsDecided.Descriptor.FullName)
            yield return new JournalItem(
                entry, 0, entry.Subject, DeclarationsDecided.Parser.ParseFrom(entry.Body));
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        var last = items.Max(item => item.Entry.Seq);
        await BalanceStore.ClaimAsync(
            transaction,
            items.SelectMany(item => ((DeclarationsDecided)item.Event).Declarations),
            last,
            cancel);
        FailPoint.Reach("ledger.before-commit");
        if (last - _told < TellEveryEntries)
            return;
        await transaction.AppendAsync(
            new NewEntry("club", "claims", null, new ClaimsCounted { DeclarationsSeq = last }), cancel);
        _told = last;
    }

    public Task RefreshAsync(CancellationToken cancel)
    {
        // What was told waits to be sealed.
        journal.Raise();
        return Task.CompletedTask;
    }
}
