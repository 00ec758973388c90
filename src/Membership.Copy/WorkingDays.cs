using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Copy;

/// <summary>
/// On which days deadlines may end: not on a Saturday or Sunday, nor on a holiday of the secretariat or of a party.
/// </summary>
public sealed class WorkingDays
{
    private readonly HashSet<DateOnly> _holidays;
    private readonly HashSet<int> _years;
    private readonly HashSet<int> _derivedYears;

    public WorkingDays(IEnumerable<Holiday> holidays)
    {
        Holidays =
        [
            .. holidays.OrderBy(holiday => holiday.Day, StringComparer.Ordinal)
                .ThenBy(holiday => holiday.Calendar, StringComparer.Ordinal),
        ];
        var rows = Holidays.Select(holiday => (Day: Days.Read(holiday.Day, "").From, holiday.Calendar, holiday.Derived))
            .ToList();
        _holidays = [.. rows.Select(row => row.Day)];
        _derivedYears = [.. rows.Where(row => row.Derived).Select(row => row.Day.Year)];
        // A year of which one office's holidays are missing is not known.
        var offices = rows.Select(row => row.Calendar).Distinct().Count();
        _years = [.. rows.Select(row => (row.Day.Year, row.Calendar)).Distinct().CountBy(row => row.Year)
            .Where(year => year.Value == offices).Select(year => year.Key)];
    }

    /// <summary>All that are written down, by day, then by calendar.</summary>
    public IReadOnlyList<Holiday> Holidays { get; }

    /// <summary>Whether the year's holidays are written down, those of every office.</summary>
    public bool Knows(int year) => _years.Contains(year);

    /// <summary>Whether some of the year's holidays follow from rules alone.</summary>
    public bool IsDerived(int year) => _derivedYears.Contains(year);

    /// <summary>The day itself, or the next one on which there is work; null where no holidays are known.</summary>
    public DateOnly? Roll(DateOnly day)
    {
        while (Knows(day.Year))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(day))
                return day;
            day = day.AddDays(1);
        }

        return null;
    }
}
