using System.Globalization;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>An entry as the table <c>journal</c> holds it, and its canonical form.</summary>
internal static class EntryRow
{
    /// <summary>Columns of <c>journal j</c> in the order that <see cref="Read"/> takes them.</summary>
    public const string Columns = "j.id, j.at, j.actor, j.kind, j.subject, j.effective_day, j.body";

    /// <summary>Bytes that an entry takes in a message, a little more than it will.</summary>
    public const string SizeSql =
        "(octet_length(j.body) + octet_length(j.actor) + octet_length(j.kind) + octet_length(j.subject) + 64)";

    /// <summary>Reads an entry whose seq is still 0, the columns beginning at <paramref name="first"/>.</summary>
    public static Entry Read(NpgsqlDataReader row, int first) => new()
    {
        Id = row.GetInt64(first),
        At = Timestamp.FromDateTime(row.GetFieldValue<DateTime>(first + 1)),
        Actor = row.GetString(first + 2),
        Kind = row.GetString(first + 3),
        Subject = row.GetString(first + 4),
        EffectiveDay = row.IsDBNull(first + 5)
            ? ""
            : row.GetFieldValue<DateOnly>(first + 5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Body = UnsafeByteOperations.UnsafeWrap(row.GetFieldValue<byte[]>(first + 6)),
    };

    /// <summary>The entry's leaf in the tree, whatever its seq.</summary>
    public static byte[] Leaf(Entry entry)
    {
        if (entry.Seq == 0)
        {
            return MerkleTree.Leaf(entry.ToByteArray());
        }

        var canonical = entry.Clone();
        canonical.Seq = 0;
        return MerkleTree.Leaf(canonical.ToByteArray());
    }
}
