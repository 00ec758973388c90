using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Calendar;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Membership.Tests;

/// <summary>The days of a year on which no deadline ends.</summary>
public sealed class HolidayTests
{
    private static readonly WorkingDays Known = new([
        Day("2027-05-03", "JP"), Day("2027-05-01", "JP"), Day("2027-05-01", "CLUB"), Day("2028-01-01", "CLUB"),
    ]);

    [Theory]
    [InlineData(2027, "2027-05-01 CLUB|2027-05-01 JP|2027-05-03 JP", true)]
    [InlineData(2028, "2028-01-01 CLUB", false)]
    [InlineData(2029, "", false)]
    [InlineData(0, "2027-05-01 CLUB|2027-05-01 JP|2027-05-03 JP", true)]
    public void Holidays_OfAYear_AreInOrder_AndSayWhetherAllAreKnown(int year, string expected, bool complete)
    {
        var answer = ListHolidays.Answer(Known, new ListHolidaysRequest { Year = year }, Now);

        Assert.Equal(expected, string.Join('|', answer.Holidays.Select(one => $"{one.Day} {one.Calendar}")));
        Assert.Equal(complete, answer.Complete);
    }

    [Theory]
    [InlineData(1999)]
    [InlineData(2200)]
    [InlineData(-1)]
    public void Holidays_OfNoYear_AreRefused(int year)
    {
        var refused = Assert.Throws<ClubException>(
            () => ListHolidays.Answer(Known, new ListHolidaysRequest { Year = year }, Now));

        Assert.Equal(["year"], refused.Violations.Select(one => one.Field));
    }

    private static StandingTime Now => new(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static Holiday Day(string day, string calendar) => new() { Day = day, Calendar = calendar };
}
