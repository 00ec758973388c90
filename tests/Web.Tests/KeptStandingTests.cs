using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;
using CrmClub.Web.Parts;
using Microsoft.Extensions.Time.Testing;

namespace CrmClub.Web.Tests;

/// <summary>What stands under every page is asked for once for those that are shown together.</summary>
public sealed class KeptStandingTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Standing_OfPagesWithinTwoSeconds_IsAskedForOnceAndGrowsOlder()
    {
        var kept = new KeptStanding(_time);
        var asked = 0;

        var first = await kept.GetAsync(AskAsync);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        var second = await kept.GetAsync(AskAsync);
        _time.Advance(TimeSpan.FromSeconds(1));
        var third = await kept.GetAsync(AskAsync);

        Assert.Equal((1, 1, 2), (RateSet(first), RateSet(second), RateSet(third)));
        Assert.Equal([0, 1.5, 0], new[] { first, second, third }.Select(one => one.Age.TotalSeconds));

        Task<Answer<GetServiceInfoResponse>> AskAsync() => Task.FromResult(
            new Answer<GetServiceInfoResponse>("declarations", Trouble.None, new() { RateSet = ++asked }));

        static int RateSet((Answer<GetServiceInfoResponse> Answer, TimeSpan) one) => one.Answer.Value!.RateSet;
    }

    [Fact]
    public async Task Standing_NotAnswered_IsAskedForAgain()
    {
        var kept = new KeptStanding(_time);
        var asked = 0;

        await kept.GetAsync(DownAsync);
        await kept.GetAsync(DownAsync);

        Assert.Equal(2, asked);

        Task<Answer<GetServiceInfoResponse>> DownAsync()
        {
            asked++;
            return Task.FromResult(new Answer<GetServiceInfoResponse>("declarations", Trouble.Down, null));
        }
    }
}
