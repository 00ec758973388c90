using CrmClub.Contracts.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Testing;

namespace CrmClub.Membership.Tests;

public sealed class CalendarTests
{
    private static readonly WorkingDays Calendar = new(StrictJson.Read<FoundingDocument>(
        File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "membership.json"))).Holidays);

    [Theory]
    [InlineData("2027-05-15", "2027-05-18")] // Saturday, then Whit Monday.
    [InlineData("2027-06-17", "2027-06-17")]
    [InlineData("2027-04-29", "2027-04-30")] // A holiday in Japan alone.
    [InlineData("2027-12-24", "2028-01-03")] // The end of the year, then a Saturday and a Sunday.
    [InlineData("2029-01-01", "2029-01-03")]
    [InlineData("2030-05-04", "2030-05-07")] // Children's Day is a Sunday: Japan rests the day after.
    [InlineData("2036-12-23", "2036-12-23")]
    [InlineData("2036-12-24", null)] // Into a year of which nothing is known.
    [InlineData("2025-12-31", null)]
    public void Roll_ToTheNextWorkingDay_SkipsWeekendsAndHolidaysOfAnyParty(string day, string? rolled) =>
        Assert.Equal(rolled is null ? null : DateOnly.Parse(rolled), Calendar.Roll(DateOnly.Parse(day)));

    [Theory]
    [InlineData(2025, false, false)]
    [InlineData(2027, true, false)]
    [InlineData(2028, true, true)]
    [InlineData(2036, true, true)]
    [InlineData(2037, false, false)]
    public void Year_PublishedDerivedOrMissing_IsToldApart(int year, bool knows, bool derived) =>
        Assert.Equal((knows, derived), (Calendar.Knows(year), Calendar.IsDerived(year)));

    [Fact]
    public void Year_OfWhichAnOfficeIsMissing_IsNotKnown()
    {
        var calendar = new WorkingDays(
        [
            new Holiday { Day = "2040-01-02", Calendar = "CLUB" },
            new Holiday { Day = "2040-01-09", Calendar = "JP" },
            new Holiday { Day = "2041-01-01", Calendar = "CLUB" },
        ]);

        Assert.True(calendar.Knows(2040));
        Assert.Null(calendar.Roll(new DateOnly(2041, 1, 2)));
    }

    [Fact]
    public void Begin_OfADayInSummerAndWinter_IsMidnightInBrussels()
    {
        Assert.Equal(new DateTimeOffset(2027, 6, 17, 22, 0, 0, TimeSpan.Zero), LegalDays.Begin(new(2027, 6, 18)));
        Assert.Equal(new DateTimeOffset(2027, 1, 17, 23, 0, 0, TimeSpan.Zero), LegalDays.Begin(new(2027, 1, 18)));
    }
}
