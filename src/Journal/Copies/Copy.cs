using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>One item of an entry: most entries are one item, a group entry has one for each subject in it.</summary>
/// <param name="Entry">The entry it came with.</param>
/// <param name="Index">Place within the entry, from 0 on.</param>
/// <param name="Subject">What it is about; if an item fails, later ones of its subject wait behind it.</param>
/// <param name="Event">The event, or the part of it that is this item.</param>
public readonly record struct JournalItem(Entry Entry, int Index, string Subject, IMessage Event);

/// <summary>A stored copy of another service's state, kept current by its journal.</summary>
public interface ICopy
{
    /// <summary>Name of the service that is copied, for instance "membership".</summary>
    string Producer { get; }

    /// <summary>
    /// Replaces the stored copy by the snapshot, which stands at <paramref name="seq"/>. Items up to it never come;
    /// later ones may be contained already, so <see cref="ApplyAsync"/> must bear an item whose effect is there.
    /// </summary>
    Task LoadAsync(NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel);

    /// <summary>The items of an entry; none for an event that the copy does not care about.</summary>
    IEnumerable<JournalItem> Split(Entry entry);

    /// <summary>Applies items in order, in the transaction that also moves the cursor. Throws to park them.</summary>
    Task ApplyAsync(NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel);

    /// <summary>
    /// Called after a commit that changed the copy, in this replica or in another, and once at start: bring what is
    /// kept in memory up to the database.
    /// </summary>
    Task RefreshAsync(CancellationToken cancel);
}

/// <summary>The present state of a service, for those who begin to copy it.</summary>
public interface ISnapshotSource
{
    /// <summary>Reads all records inside a repeatable-read transaction.</summary>
    IAsyncEnumerable<IMessage> ReadAsync(NpgsqlTransaction transaction, CancellationToken cancel);
}

/// <summary>Compares a service's business rows with the entries that made them.</summary>
public interface IRowAudit
{
    /// <summary>Yields one result for each row: null when it agrees, else what differs.</summary>
    IAsyncEnumerable<AuditFault?> CheckAsync(NpgsqlConnection connection, CancellationToken cancel);
}

/// <summary>How far a copy has come; for health, metrics, decisions' versions and status pages.</summary>
public interface ICopyProgress
{
    /// <summary>Last applied seq of the producer; 0 before the first snapshot.</summary>
    long Seq(string producer);

    /// <summary>Time since the producer was last heard (an entry or a head message).</summary>
    TimeSpan Age(string producer);

    /// <summary>The newest signed tree head that was heard of the producer, a compact JWS; empty before.</summary>
    string TreeHead(string producer);

    /// <summary>All copies of this service.</summary>
    IReadOnlyCollection<string> Producers { get; }
}
