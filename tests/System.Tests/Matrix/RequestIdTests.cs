using CrmClub.System.Tests.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Matrix;

/// <summary>A request_id is one deed, however often and by whichever RPC it is sent.</summary>
public sealed class RequestIdTests(PreparedDeeds prepared) : IClassFixture<PreparedDeeds>
{
    private const int AtOnce = 64;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> WithAnId => [.. Deeds.Rpcs.Select(rpc => rpc.FullName)];

    [Theory, MemberData(nameof(WithAnId))]
    public async Task Request_SentAgainInEveryWay_HasOneEffectAndOneAnswer(string name)
    {
        var deeds = prepared.Deeds;
        var deed = await deeds.MakeAsync(Deeds.Rpcs.Single(rpc => rpc.FullName == name), Cancel);
        var others = new List<Deed>();
        foreach (var rpc in Deeds.Rpcs.Where(rpc => rpc.Service == deed.Rpc.Service && rpc != deed.Rpc
            && Deeds.DoneBy(rpc) == Deeds.DoneBy(deed.Rpc)))
            others.Add(await deeds.UndoneAsync(rpc, Cancel));
        var before = await deeds.DoneAsync(deed.Service, Cancel);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => deeds.CallAsync(deed, deed.Request, Cancel)));
        var again = await deeds.CallAsync(deed, deed.Request, Cancel);
        var otherContent = await deeds.CallAsync(deed, deed.Other, Cancel);
        var otherMethods = new List<Outcome>();
        foreach (var other in others) otherMethods.Add(await deeds.CallAsync(other, deed.Taking(other), Cancel));

        Assert.Equal(StatusCode.OK, again.Code);
        Assert.All(answers, answer => Assert.Equal(again, answer));
        Assert.All(otherMethods.Append(otherContent), outcome =>
            Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (outcome.Code, outcome.Reason)));
        Assert.Equal(before + 1, await deeds.DoneAsync(deed.Service, Cancel));
    }
}

/// <summary>What all of them need of the club, got ready once.</summary>
public sealed class PreparedDeeds(RunningClub running) : IAsyncLifetime
{
    internal Deeds Deeds { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Deeds = await Deeds.PrepareAsync(running.Club, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        Deeds.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The same across the death of the service that answered.</summary>
[Collection<TroubledClub>]
public sealed class RequestIdRestartTests(TroubledClub troubled)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_SentAgainAfterTheServiceDied_HasOneEffectAndOneAnswer()
    {
        using var deeds = await Deeds.PrepareAsync(troubled.Club, Cancel);
        var done = new List<(Deed Deed, Outcome Answer)>();
        foreach (var rpc in Deeds.Rpcs)
        {
            var deed = await deeds.MakeAsync(rpc, Cancel);
            done.Add((deed, await deeds.CallAsync(deed, deed.Request, Cancel)));
        }
        var services = done.Select(one => one.Deed.Service).Distinct().ToList();
        var before = await CountAsync();

        var killed = services.ToDictionary(service => service, troubled.Club.Kill);
        foreach (var (service, pid) in killed) await troubled.Club.UntilHealedAsync(service, pid, Cancel);

        foreach (var (deed, answer) in done)
            Assert.Equal(answer, await deeds.CallAsync(deed, deed.Request, Cancel));
        Assert.All(done, one => Assert.Equal(StatusCode.OK, one.Answer.Code));
        Assert.Equal(before, await CountAsync());

        async Task<IReadOnlyList<long>> CountAsync() =>
            await Task.WhenAll(services.Select(service => deeds.DoneAsync(service, Cancel)));
    }
}
