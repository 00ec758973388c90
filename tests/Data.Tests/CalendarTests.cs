using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Data.Tests;

/// <summary>The calendar's years hold what the rules say, published ones like derived ones.</summary>
public sealed class CalendarTests
{
    private const int FirstYear = 2026;
    private const int LastYear = 2036;

    private static readonly ILookup<(string Calendar, int Year), Holiday> Calendar = Founding.Membership.Holidays
        .ToLookup(holiday => (holiday.Calendar, DateOnly.Parse(holiday.Day).Year));

    public static TheoryData<int> Years => [.. Enumerable.Range(FirstYear, LastYear - FirstYear + 1)];

    [Theory, MemberData(nameof(Years))]
    public void Club_OfAYear_HasTheInstitutionsHolidays(int year) =>
        Assert.Equal(WorkingDays(Institutions(year)), DaysOf("CLUB", year));

    [Theory, MemberData(nameof(Years))]
    public void Japan_OfAYear_HasThoseOfTheActOnNationalHolidays(int year) =>
        Assert.Equal(WorkingDays(Japan(year)), DaysOf("JP", year));

    [Fact]
    public void Years_ThatNoOfficeHasPublished_AreMarked()
    {
        Assert.Equal(Years.Count * 2, Calendar.Count);
        Assert.Equal(
            [("CLUB", 2027), ("JP", 2026), ("JP", 2027)],
            Calendar.Where(year => year.All(holiday => !holiday.Derived)).Select(year => year.Key).Order());
        Assert.All(Calendar, year => Assert.Single(year.Select(holiday => holiday.Derived).Distinct()));
    }

    private static IEnumerable<DateOnly> DaysOf(string calendar, int year) =>
        WorkingDays(Calendar[(calendar, year)].Select(holiday => DateOnly.Parse(holiday.Day)));

    private static IEnumerable<DateOnly> WorkingDays(IEnumerable<DateOnly> days) => days.Distinct().Order()
        .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    // As the Commission publishes them year by year, for instance OJ C 39, 12.2.2013, p. 26.
    private static IEnumerable<DateOnly> Institutions(int year) =>
    [
        new(year, 1, 1), new(year, 1, 2), .. new[] { -3, -2, 1, 39, 40, 50 }.Select(Easter(year).AddDays),
        new(year, 5, 1), new(year, 5, 9), new(year, 7, 21), new(year, 8, 15), new(year, 11, 1), new(year, 11, 2),
        .. Enumerable.Range(24, 8).Select(day => new DateOnly(year, 12, day)),
    ];

    // Act 178 of 1948: its days, the working day after one on a Sunday, and a day between two of them.
    private static IEnumerable<DateOnly> Japan(int year)
    {
        HashSet<DateOnly> named =
        [
            new(year, 1, 1), Monday(year, 1, 2), new(year, 2, 11), new(year, 2, 23), Equinox(year, 3, 20.8431),
            new(year, 4, 29), new(year, 5, 3), new(year, 5, 4), new(year, 5, 5), Monday(year, 7, 3), new(year, 8, 11),
            Monday(year, 9, 3), Equinox(year, 9, 23.2488), Monday(year, 10, 2), new(year, 11, 3), new(year, 11, 23),
        ];
        var all = named.ToHashSet();
        foreach (var sunday in named.Where(day => day.DayOfWeek == DayOfWeek.Sunday))
            all.Add(Enumerable.Range(1, 7).Select(sunday.AddDays).First(day => !named.Contains(day)));
        all.UnionWith(named.Select(day => day.AddDays(1)).Where(day => named.Contains(day.AddDays(1))));
        return all;
    }

    private static DateOnly Monday(int year, int month, int number) => Enumerable.Range(1, 7)
        .Select(day => new DateOnly(year, month, day)).Single(day => day.DayOfWeek == DayOfWeek.Monday)
        .AddDays(7 * (number - 1));

    // The National Astronomical Observatory's days, by the usual approximation for 1980 to 2099.
    private static DateOnly Equinox(int year, int month, double first) =>
        new(year, month, (int)(first + (0.242194 * (year - 1980)) - ((year - 1980) / 4)));

    // Gauss's algorithm in Lichtenberg's form.
    private static DateOnly Easter(int year)
    {
        var century = year / 100;
        var correction = 15 + (((3 * century) + 3) / 4) - (((8 * century) + 13) / 25);
        var moon = ((19 * (year % 19)) + correction) % 30;
        var fullMoon = 21 + moon - ((moon + (year % 19 / 11)) / 29);
        var sunday = 7 - ((year + (year / 4) + 2 - (((3 * century) + 3) / 4)) % 7);
        var easter = fullMoon + 7 - ((fullMoon - sunday) % 7);
        return new DateOnly(year, 3, 1).AddDays(easter - 1);
    }
}
