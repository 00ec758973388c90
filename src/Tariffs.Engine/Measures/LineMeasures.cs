namespace CrmClub.Tariffs.Engine;

/// <summary>A line in scope with what may apply to it, by origin and day.</summary>
internal sealed class LineMeasures(
    ClubLine line, Material? material, Candidate[] all, bool isSelected, bool isExclusive, bool hasSeveralFloors,
    ushort[] origins, Era[][] eras, Era[] otherOrigins)
{
    public ClubLine Line { get; } = line;

    // Beside what else a decision looks at.
    public string ContentUnit { get; } = line.ContentUnit;

    public decimal? DefaultContainedShare { get; } = line.DefaultContainedShare;

    /// <summary>The line's material; null where none is counted.</summary>
    public Material? Material { get; } = material;

    /// <summary>Every measure that binds the line, from any origin, on any day, by type as the tariff has it.</summary>
    public Candidate[] All { get; } = all;

    /// <summary>Whether more than origin and day decides which of them apply.</summary>
    public bool IsSelected { get; } = isSelected;

    /// <summary>Whether some of them may keep others from being added.</summary>
    public bool IsExclusive { get; } = isExclusive;

    /// <summary>Whether there are price floors of several materials among them.</summary>
    public bool HasSeveralFloors { get; } = hasSeveralFloors;

    /// <summary>What can apply on the day to goods from the origin and of the status, which accede or not.</summary>
    public Candidate[] Find(string origin, DateOnly day, OriginStatus status, bool accedes)
    {
        var index = origins.AsSpan().IndexOf(GoodsCodes.CountryKey(origin));
        var found = index >= 0 ? eras[index] : otherOrigins;
        for (var era = found.Length - 1; era >= 0; era--)
        {
            if (found[era].From <= day)
                return found[era].Winners(status, accedes);
        }

        return [];
    }
}

/// <summary>What can apply from a day on, until the next era: of each contest one.</summary>
internal readonly record struct Era(DateOnly From, Candidate[] Club, Candidate[] Acceding, Candidate[] ThirdCountry)
{
    public Candidate[] Winners(OriginStatus status, bool accedes) =>
        status == OriginStatus.Club ? Club : accedes ? Acceding : ThirdCountry;
}
