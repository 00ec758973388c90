using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Calendar;

/// <summary>
/// On which days deadlines may end: not on a Saturday or Sunday, nor on a holiday of the secretariat or of a party.
/// </summary>
internal sealed class WorkingDays(IEnumerable<Holiday> holidays)
{
    private readonly HashSet<DateOnly> _holidays = [.. holidays.Select(holiday => LegalDays.Read(holiday.Day))];

    /// <summary>Whether the year's holidays are written down; where they are not, 1 January alone is one.</summary>
    public bool Knows(int year) => _holidays.Any(holiday => holiday.Year == year);

    public bool Works(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && (Knows(day.Year) ? !_holidays.Contains(day) : day.DayOfYear != 1);

    /// <summary>The day itself, or the next one on which there is work.</summary>
    public DateOnly Roll(DateOnly day)
    {
        while (!Works(day))
            day = day.AddDays(1);
        return day;
    }
}
