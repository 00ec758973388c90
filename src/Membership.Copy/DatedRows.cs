using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Copy;

/// <summary>Rows with a validity and a record time: of those known, the newest that covers a day counts.</summary>
internal sealed class DatedRows<T>(IEnumerable<(Days Valid, Timestamp? RecordedAt, T Value)> rows)
{
    private readonly (Days Valid, DateTime RecordedAt, T Value)[] _newestFirst = [.. rows
        .Select((row, place) => (row.Valid, At: row.RecordedAt?.ToDateTime() ?? DateTime.MinValue, row.Value, place))
        .OrderByDescending(row => row.At).ThenByDescending(row => row.place)
        .Select(row => (row.Valid, row.At, row.Value))];

    /// <summary>The value on a day as known at an instant (now where null); the default where there is none.</summary>
    public T? On(DateOnly day, DateTime? knownAt)
    {
        foreach (var row in _newestFirst)
        {
            if ((knownAt is null || row.RecordedAt <= knownAt) && row.Valid.Cover(day))
                return row.Value;
        }

        return default;
    }
}
