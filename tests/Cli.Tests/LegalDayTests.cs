using System.Globalization;
using CrmClub.Cli.Club;

namespace CrmClub.Cli.Tests;

public sealed class LegalDayTests
{
    [Theory]
    [InlineData("2026-11-27T22:30:00Z", "2027-05-18", "2027-05-18T21:30:00Z")] // winter to summer, before midnight
    [InlineData("2027-05-18T22:30:00Z", "2027-11-27", "2027-11-26T23:30:00Z")] // summer to winter, after midnight
    [InlineData("2026-11-27T12:00:00Z", "2026-11-27", "2026-11-27T12:00:00Z")]
    [InlineData("2026-11-27T01:30:00Z", "2027-03-28", "2027-03-28T01:30:00Z")] // 2:30 does not exist on that day
    public void OffsetTo_AcrossSummerTime_IsThatDayInTheZone(string now, string day, string moved)
    {
        var instant = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        var asked = DateOnly.Parse(day, CultureInfo.InvariantCulture);

        var then = instant + LegalDay.OffsetTo(asked, LegalDay.Secretariat, instant);

        Assert.Equal(DateTimeOffset.Parse(moved, CultureInfo.InvariantCulture), then);
        Assert.Equal(asked, LegalDay.In(LegalDay.Secretariat, then));
    }
}
