using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Copy;

/// <summary>A party with its statuses ready to be asked by day.</summary>
public sealed class PartyView
{
    private readonly (Days Valid, DateTime RecordedAt, PartyStatus Status)[] _newestFirst;

    public PartyView(Party contract)
    {
        Contract = contract;
        _newestFirst = [.. contract.Statuses
            .Select((row, place) => (Row: row, At: row.RecordedAt?.ToDateTime() ?? DateTime.MinValue, place))
            .OrderByDescending(known => known.At).ThenByDescending(known => known.place)
            .Select(known => (Days.Read(known.Row.ValidFrom, known.Row.ValidTo), known.At, known.Row.Status))];
    }

    /// <summary>The party as Membership states it.</summary>
    public Party Contract { get; }

    public string Code => Contract.Code;

    /// <summary>
    /// Status on a legal day by what was known at an instant (now where null): that of the newest row which covers the
    /// day; unspecified where none does.
    /// </summary>
    public PartyStatus StatusOn(DateOnly day, DateTime? knownAt = null)
    {
        foreach (var row in _newestFirst)
        {
            if ((knownAt is null || row.RecordedAt <= knownAt) && row.Valid.Cover(day))
                return row.Status;
        }

        return PartyStatus.Unspecified;
    }
}
