using System.Globalization;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Watching;

/// <summary>A place in the journal: the next item of the next entry that a watch is to see.</summary>
/// <param name="History">Of which history of the journal; a restored one goes on in another.</param>
/// <param name="Seq">Place of the entry.</param>
/// <param name="Item">Place within it, from 0 on.</param>
internal readonly record struct WatchCursor(string History, long Seq, int Item)
{
    private const int HistoryLength = 8;

    public static WatchCursor First(string epoch) => new(epoch[..HistoryLength], 1, 0);

    public static WatchCursor After(string epoch, long newestSeq) => new(epoch[..HistoryLength], newestSeq + 1, 0);

    /// <summary>The cursor in the present history, the first of these.</summary>
    /// <exception cref="ClubException">
    /// It is none, or what was seen of a former history was lost when the club was restored.
    /// </exception>
    public static WatchCursor Parse(string text, IReadOnlyList<JournalHistory> histories)
    {
        var present = histories[0].Epoch[..HistoryLength];
        var faults = new Violations();
        var parts = text.Split('-');
        if (parts.Length != 3
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 1
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var item))
            (seq, item) = (0, 0);
        if (seq == 0)
            faults.Add("cursor", "", "CURSOR", text, "the cursor of a message received, or nothing",
                "It is no cursor.");
        else if (!histories.Any(
            one => one.Epoch[..HistoryLength] == parts[0] && one.Stands >= seq - (item > 0 ? 0 : 1)))
            faults.Add("cursor", "", "CURSOR_HISTORY", text, "a cursor that begins with " + present,
                "What it stands behind was lost when the club was restored: begin anew.");
        faults.ThrowIfAny();
        return new(present, seq, item);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{History}-{Seq}-{Item}");
}
