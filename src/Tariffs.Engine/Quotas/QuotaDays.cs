namespace CrmClub.Tariffs.Engine.Quotas;

/// <summary>Which days count for a quota.</summary>
public static class QuotaDays
{
    /// <summary>
    /// The day as which an acceptance counts (UCC-IA Art. 49(3)): 1, 2 and 3 January as the 3rd, or the 4th where
    /// one of them is a Saturday or a Sunday.
    /// </summary>
    public static DateOnly CountsAs(DateOnly acceptance)
    {
        const int Last = 3;
        if (acceptance is not { Month: 1, Day: <= Last })
            return acceptance;
        var days = Enumerable.Range(1, Last).Select(day => new DateOnly(acceptance.Year, 1, day));
        return new DateOnly(acceptance.Year, 1, days.Any(IsWeekend) ? Last + 1 : Last);
    }

    /// <summary>The first day on which an acceptance is allocated: the second working day after the day as which it
    /// counts.</summary>
    /// <param name="acceptance">Legal day of acceptance.</param>
    /// <param name="isWorkingDay">The calendar.</param>
    public static DateOnly AllocatedFrom(DateOnly acceptance, Predicate<DateOnly> isWorkingDay)
    {
        const int WorkingDays = 2;
        var day = CountsAs(acceptance);
        for (var passed = 0; passed < WorkingDays; passed += isWorkingDay(day) ? 1 : 0)
            day = day.AddDays(1);
        return day;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
