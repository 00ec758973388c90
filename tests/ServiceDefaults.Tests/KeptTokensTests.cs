using CrmClub.ServiceDefaults.Identity;
using Microsoft.Extensions.Time.Testing;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class KeptTokensTests
{
    private static readonly Caller Somebody = new("id", "client", "tenant", false, new HashSet<string>());

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Find_TokenExpired_IsForgotten()
    {
        var kept = new KeptTokens(_time);
        kept.Keep("token", Somebody, _time.GetUtcNow().AddMinutes(2));

        Assert.Same(Somebody, kept.Find("token"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(kept.Find("token"));
        Assert.Equal(0, kept.Count);
    }

    [Fact]
    public void Find_LongLivedToken_IsValidatedAgainInTime()
    {
        var kept = new KeptTokens(_time);
        kept.Keep("token", Somebody, _time.GetUtcNow().AddHours(1));

        _time.Advance(KeptTokens.KeptMax);

        Assert.Null(kept.Find("token"));
    }

    [Fact]
    public void Keep_MoreThanThereIsRoomFor_StaysBounded()
    {
        var kept = new KeptTokens(_time);
        for (var number = 0; number < KeptTokens.TokensMax + 500; number++)
            kept.Keep($"token {number}", Somebody, _time.GetUtcNow().AddMinutes(5));

        Assert.InRange(kept.Count, 1, KeptTokens.TokensMax);
        Assert.NotNull(kept.Find($"token {KeptTokens.TokensMax + 499}"));
    }
}
