using CrmClub.Contracts.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Calendar;
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
    [InlineData("2027-12-24", "2028-01-03")] // Into a year of which only 1 January is known, a Saturday.
    [InlineData("2029-01-01", "2029-01-02")]
    public void Roll_ToTheNextWorkingDay_SkipsWeekendsAndHolidaysOfAnyParty(string day, string rolled) =>
        Assert.Equal(DateOnly.Parse(rolled), Calendar.Roll(DateOnly.Parse(day)));

    [Fact]
    public void Begin_OfADayInSummerAndWinter_IsMidnightInBrussels()
    {
        Assert.Equal(new DateTimeOffset(2027, 6, 17, 22, 0, 0, TimeSpan.Zero), LegalDays.Begin(new(2027, 6, 18)));
        Assert.Equal(new DateTimeOffset(2027, 1, 17, 23, 0, 0, TimeSpan.Zero), LegalDays.Begin(new(2027, 1, 18)));
    }
}
