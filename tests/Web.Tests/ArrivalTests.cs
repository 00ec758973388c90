using System.Net;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Arrivals;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Web.Tests;

/// <summary>Declarations as they come in: minute by minute, and asked for again while somebody looks.</summary>
public sealed class ArrivalTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 30, 20, TimeSpan.Zero);

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

    [Fact]
    public void Hour_OfDeclarations_CountsEachInItsMinuteByWhatBecameOfIt()
    {
        var hour = new LastHour(
            [
                At(0), At(0, DeclarationState.UnderControl), At(15), At(25, revision: 2), At(21), At(-1),
                At(59 * 60), At(61 * 60), new DeclarationAnswer(),
            ],
            Now);

        Assert.Equal(LastHour.MinutesMax, hour.Minutes.Count);
        Assert.Equal((Now.AddSeconds(-20), Now.AddSeconds(-20).AddMinutes(-59)),
            (hour.Minutes[^1].At, hour.Minutes[0].At));
        Assert.Equal((4, 3, 1), (hour.Busiest.Total, hour.Busiest.Of(Outcome.Taken), hour.Busiest.Of(Outcome.Held)));
        Assert.Equal((2, 1), (hour.Minutes[^2].Total, hour.Minutes[^2].Of(Outcome.Again)));
        Assert.Equal((7, hour.Minutes[^1]), (hour.Total, hour.Busiest));
    }

    private static DeclarationAnswer At(
        int secondsAgo, DeclarationState state = DeclarationState.Accepted, int revision = 1) => new()
        {
            State = state,
            Revision = revision,
            DecidedAt = Timestamp.FromDateTimeOffset(Now.AddSeconds(-secondsAgo)),
        };
}
