using System.Net;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Arrivals;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Web.Tests;

/// <summary>Declarations as they come in: minute by minute, and asked for again while somebody looks.</summary>
public sealed class ArrivalTests(WebFixture bench) : IClassFixture<WebFixture>
{
    internal static readonly DateTimeOffset Until = new(2027, 3, 1, 12, 30, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LivePart_Asked_IsWhatThePageHasAndNothingAround()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        var page = await person.TextAsync("/declarations", Cancel);
        var part = await person.TextAsync(LiveParts.Declarations, Cancel);

        Assert.Contains($"<div data-live=\"{LiveParts.Declarations}\">", page);
        Assert.Contains($"href=\"/declarations/{StubServices.Mrn}\"", part);
        Assert.Contains(part[part.IndexOf("<table", StringComparison.Ordinal)..].Trim(), page);
        Assert.DoesNotContain("<html", part);
        Assert.DoesNotContain("<script>", part);
    }

    [Fact]
    public async Task LivePart_OfNobody_IsNotShown()
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(LiveParts.Declarations, Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>60 minutes from 11:31 to 12:30, of which the service had time for the last three.</summary>
    [Fact]
    public void Hour_AsItWasCounted_HasEachMinuteByWhatCameOfItAndSaysWhatIsNotCounted()
    {
        var hour = new LastHour(new CountArrivalsResponse
        {
            CountedFrom = Timestamp.FromDateTimeOffset(Until.AddMinutes(-2)),
            Until = Timestamp.FromDateTimeOffset(Until),
            Minutes = { At(2, release: 3, prelodged: 1), At(0, documents: 1, physical: 2) },
        });

        Assert.Equal(LastHour.MinutesMax, hour.Minutes.Count);
        Assert.Equal((Until.AddMinutes(-59), Until), (hour.Minutes[0].At, hour.Minutes[^1].At));
        Assert.Equal((7, 3, false), (hour.Total, hour.ToControl, hour.IsWhole));
        Assert.Equal(hour.Minutes[^3], hour.Busiest);
        Assert.Equal((4, 1, 0), (hour.Busiest.Total, hour.Busiest.Of(Outcome.Prelodged), hour.Minutes[^2].Total));
        Assert.Equal((2, 1),
            (hour.Minutes[^1].Of(Outcome.PhysicalControl), hour.Minutes[^1].Of(Outcome.DocumentCheck)));
    }

    internal static ArrivalMinute At(
        int minutesAgo, int release = 0, int documents = 0, int physical = 0, int prelodged = 0) => new()
        {
            Minute = Timestamp.FromDateTimeOffset(Until.AddMinutes(-minutesAgo)),
            Release = release,
            DocumentCheck = documents,
            PhysicalControl = physical,
            Prelodged = prelodged,
        };
}
