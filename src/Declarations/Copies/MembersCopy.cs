using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Watching;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>
/// The copy of Membership. A step that changes what holds on days on which declarations were accepted, as a correction
/// does, leaves a reassessment to be done, and a notice is passed on to watches, in the same transaction.
/// </summary>
internal sealed class MembersCopy(MembershipCopy copy) : ICopy, IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1, 1);

    public string Producer => copy.Producer;

    public async Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel)
    {
        await copy.LoadAsync(transaction, seq, records, cancel);
        await NoticeIntake.TakeAsync(transaction, records.Where(record => record.Is(Notice.Descriptor))
            .Select(record => record.Unpack<Notice>()), cancel);
    }

    public IEnumerable<JournalItem> Split(Entry entry) =>
        NoticeIntake.Read(entry.Kind, entry.Body) is { } happened
            ? [new JournalItem(entry, 0, entry.Subject, happened)]
            : copy.Split(entry);

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // As for certificates: groups that knew less commit before, and are found.
        batch.BatchCommands.Add(CopyLock.Exclusive());
        foreach (var item in items)
        {
            if (item.Event is PartyDecided decided)
                batch.BatchCommands.Add(Leave(decided, item.Entry.Seq));
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await copy.ApplyAsync(transaction, items, cancel);
        await NoticeIntake.TakeAsync(
            transaction, items.Select(item => NoticeIntake.Of(item.Event)).OfType<Notice>(), cancel);
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            await copy.RefreshAsync(cancel);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private static NpgsqlBatchCommand Leave(PartyDecided decided, long seq)
    {
        var changed = new PartyView(decided.Party).ChangedBy(decided.Decision.RecordedAt.ToDateTime()).ToList();
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO reassessment (party, decision, membership_seq, effective_day, until_day, recorded_at)
            SELECT $1, $2, $3, from_day, until_day, clock_timestamp() FROM unnest($4, $5) AS days (from_day, until_day)
            ON CONFLICT (party, decision, effective_day) DO NOTHING
            """);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = decided.Party.Code });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = decided.Decision.Number });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seq });
        insert.AddArray(changed.Select(days => days.From));
        insert.AddArray(changed.Select(days => days.To));
        return insert;
    }
}
