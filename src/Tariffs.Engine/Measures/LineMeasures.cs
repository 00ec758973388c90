namespace CrmClub.Tariffs.Engine;

/// <summary>A line in scope with what may apply to it, by origin and day.</summary>
internal sealed class LineMeasures(
    ClubLine line, Material? material, Candidate[] all, ushort[] origins, Era[][] eras, Era[] otherOrigins)
{
    public ClubLine Line { get; } = line;

    /// <summary>The line's material; null where none is counted.</summary>
    public Material? Material { get; } = material;

    /// <summary>Every measure that binds the line, from any origin, on any day, in the tariff's order.</summary>
    public Candidate[] All { get; } = all;

    /// <summary>What may apply on the day to goods from the origin.</summary>
    public Candidate[] Find(string origin, DateOnly day)
    {
        var index = Array.BinarySearch(origins, GoodsCodes.CountryKey(origin));
        var found = index >= 0 ? eras[index] : otherOrigins;
        for (var era = found.Length - 1; era >= 0; era--)
        {
            if (found[era].From <= day)
                return found[era].Candidates;
        }

        return [];
    }
}

/// <summary>The candidates from a day on, until the next era.</summary>
internal readonly record struct Era(DateOnly From, Candidate[] Candidates);
