namespace CrmClub.Tariffs.Engine;

/// <summary>Legal days from <paramref name="From"/> up to, not including, <paramref name="To"/>.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last; null is normal: no end.</param>
public readonly record struct Validity(DateOnly From, DateOnly? To)
{
    /// <summary>Whether the day lies within.</summary>
    public bool Covers(DateOnly day) => From <= day && (To is not { } to || day < to);

    /// <summary>Whether the two have a day in common.</summary>
    public bool Overlaps(Validity other) =>
        (other.To is not { } otherTo || From < otherTo) && (To is not { } to || other.From < to);

    /// <summary>"2027-01-04" or "2027-01-04 to 2027-06-01" (exclusive).</summary>
    public override string ToString() => To is { } to ? $"{From:yyyy-MM-dd} to {to:yyyy-MM-dd}" : $"{From:yyyy-MM-dd}";
}
