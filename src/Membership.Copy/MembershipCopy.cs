using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Membership.Copy;

/// <summary>A service's stored copy of Membership, kept current by its journal and read into memory whole.</summary>
public sealed class MembershipCopy(NpgsqlDataSource database, MembershipState state) : ICopy
{
    private static readonly TypeRegistry Kinds = TypeRegistry.FromMessages(
        Club.Descriptor, Party.Descriptor, Administration.Descriptor, CustomsSystem.Descriptor,
        TreatyTerms.Descriptor, CountryGroup.Descriptor, Holiday.Descriptor);

    private static readonly TypeRegistry Events = TypeRegistry.FromMessages(
        ClubFounded.Descriptor, PartyDecided.Descriptor, VotingSharesSet.Descriptor,
        AdministrationRegistered.Descriptor, CustomsSystemSet.Descriptor, CountryGroupSet.Descriptor);

    public string Producer => "membership";

    public async Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel)
    {
        await using var delete = new NpgsqlCommand(
            "DELETE FROM membership_copy", transaction.Connection, transaction);
        await delete.ExecuteNonQueryAsync(cancel);
        await StoreAsync(
            transaction, seq, records.Select(record => record.Unpack(Kinds)).Where(MembershipRecords.IsRecord), cancel);
    }

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (Events.Find(entry.Kind) is { } kind)
            yield return new JournalItem(entry, 0, entry.Subject, kind.Parser.ParseFrom(entry.Body));
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        foreach (var item in items)
            await StoreAsync(transaction, item.Entry.Seq, MembershipRecords.Of(item.Event), cancel);
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        var records = new List<IMessage>();
        var seq = 0L;
        await using var select = database.CreateCommand("SELECT kind, seq, body FROM membership_copy");
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            records.Add(Kinds.Find(rows.GetString(0)).Parser.ParseFrom(rows.GetFieldValue<byte[]>(2)));
            seq = Math.Max(seq, rows.GetInt64(1));
        }

        state.Replace(new MembershipView(seq, records));
    }

    private static async Task StoreAsync(
        NpgsqlTransaction transaction, long seq, IEnumerable<IMessage> records, CancellationToken cancel)
    {
        var all = records.ToList();
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO membership_copy (kind, key, seq, body)
            SELECT kind, key, $1, body FROM unnest($2, $3, $4) AS record (kind, key, body)
            ON CONFLICT (kind, key) DO UPDATE SET seq = excluded.seq, body = excluded.body
            """,
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = seq });
        insert.Parameters.Add(new() { Value = all.Select(record => record.Descriptor.FullName).ToArray() });
        insert.Parameters.Add(new() { Value = all.Select(MembershipRecords.KeyOf).ToArray() });
        insert.Parameters.Add(new() { Value = all.Select(record => record.ToByteArray()).ToArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
