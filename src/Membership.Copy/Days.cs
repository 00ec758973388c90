using System.Globalization;

namespace CrmClub.Membership.Copy;

/// <summary>A span of legal days as the contracts write it: first day, and the day after the last or nothing.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last; null has no end.</param>
public readonly record struct Days(DateOnly From, DateOnly? To)
{
    /// <summary>Reads two contract fields.</summary>
    /// <exception cref="FormatException">A day is not written YYYY-MM-DD.</exception>
    public static Days Read(string from, string to) => new(Day(from), to.Length == 0 ? null : Day(to));

    /// <summary>Reads two contract fields of which an empty one has no bound.</summary>
    /// <exception cref="FormatException">A day is not written YYYY-MM-DD.</exception>
    public static Days Open(string from, string to) =>
        new(from.Length == 0 ? DateOnly.MinValue : Day(from), to.Length == 0 ? null : Day(to));

    public bool Cover(DateOnly day) => From <= day && (To is null || day < To);

    /// <summary>Whether there is a day that both cover.</summary>
    public bool Overlap(Days other) => (To is null || other.From < To) && (other.To is null || From < other.To);

    /// <summary>The days that both cover, of two that overlap.</summary>
    public Days Within(Days other) => new(
        From > other.From ? From : other.From, To is { } end && (other.To is null || end < other.To) ? end : other.To);

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
