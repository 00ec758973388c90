using CrmClub.Tests.Bench;
using Microsoft.Extensions.Time.Testing;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class ClubTimeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 3, 31, 22, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Europe/Brussels", "2027-04-01")]
    [InlineData("UTC", "2027-03-31")]
    [InlineData("Asia/Tokyo", "2027-04-01")]
    public void Today_Zone_IsItsLegalDay(string zone, string day) =>
        Assert.Equal(day, new SystemClubTime(_time).Today(zone).ToString("yyyy-MM-dd"));

    [Fact]
    public void UtcNow_ClockMoved_FollowsTheFile()
    {
        var file = Path.Combine(Loopback.NewFolder(), "clock.json");
        var clock = new MovableClubTime(_time, file);
        Assert.Equal(_time.GetUtcNow(), clock.UtcNow);

        File.WriteAllText(file, """{"offsetSeconds": 86400}""");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(_time.GetUtcNow().AddDays(1), clock.UtcNow);
    }
}
