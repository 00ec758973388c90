using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Npgsql;

namespace CrmClub.Declarations.Watching;

/// <summary>
/// Takes the club's notices from Membership's journal into this one, where watches find them: each once, in the order
/// of their publication, in the transaction that moves the copy's cursor.
/// </summary>
internal static class NoticeIntake
{
    private const string Actor = "membership";

    private static readonly TypeRegistry Events = TypeRegistry.FromMessages(
        NoticePublished.Descriptor, PartyDecided.Descriptor, BallotClosed.Descriptor, BallotLapsed.Descriptor);

    /// <summary>The event of an entry of Membership that may bear a notice; null of another.</summary>
    public static IMessage? Read(string kind, ByteString body) => Events.Find(kind)?.Parser.ParseFrom(body);

    /// <summary>What an event of Membership makes known; null where it is nothing.</summary>
    public static Notice? Of(IMessage message) => message switch
    {
        NoticePublished published => published.Notice,
        PartyDecided decided => decided.Notice,
        BallotClosed closed => closed.Notice,
        BallotLapsed lapsed => lapsed.Notice,
        _ => null,
    };

    public static async Task TakeAsync(
        NpgsqlTransaction transaction, IEnumerable<Notice> notices, CancellationToken cancel)
    {
        var all = notices.ToList();
        if (all.Count == 0)
            return;
        // The snapshot has some that the journal brings once more.
        var known = await KnownAsync(transaction, all, cancel);
        foreach (var notice in all.Where(one => known.Add(one.Number)))
        {
            var entry = await transaction.AppendAsync(
                new NewEntry(Actor, $"notice {notice.Number}", null, new NoticeTaken { Notice = notice }), cancel);
            await using var insert = new NpgsqlCommand(
                "INSERT INTO notice (number, entry_id) VALUES ($1, $2)", transaction.Connection, transaction);
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = notice.Number });
            insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entry });
            await insert.ExecuteNonQueryAsync(cancel);
        }
    }

    private static async Task<HashSet<string>> KnownAsync(
        NpgsqlTransaction transaction, IEnumerable<Notice> notices, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT number FROM notice WHERE number = ANY($1)", transaction.Connection, transaction);
        select.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. notices.Select(one => one.Number)] });
        var known = new HashSet<string>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            known.Add(rows.GetString(0));
        return known;
    }
}
