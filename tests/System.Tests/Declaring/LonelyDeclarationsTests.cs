using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;
using Grpc.Net.Client;

namespace CrmClub.System.Tests.Declaring;

/// <summary>What becomes of a declaration while a part of the club is down.</summary>
[Collection<TroubledClub>]
public sealed class LonelyDeclarationsTests(TroubledClub troubled)
{
    private static readonly string[] Copied = ["membership", "tariffs", "suppliers", "rabbitmq", "redis", "identity"];
    private static readonly TimeSpan Within = ClubUnderTest.HealDeadline * 2;
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => troubled.Club;

    public static TheoryData<string> Others => [.. Copied];

    public static TheoryData<string> OwnWay => ["gateway", "postgres"];

    /// <summary>Declarations decides from its own copies: what it copies from may be away.</summary>
    [Theory, MemberData(nameof(Others))]
    public Task Submit_WhileAnotherPartIsDown_IsDecided(string other) => SubmitWithoutAsync(other);

    [Fact]
    public Task Submit_WhileAllOtherPartsAreDown_IsDecided() => SubmitWithoutAsync(Copied);

    /// <summary>
    /// Each call of its own is answered UNAVAILABLE, if not decided; the client's retry gets one decided, once.
    /// </summary>
    [Theory, MemberData(nameof(OwnWay))]
    public async Task Submit_WhileItsOwnWayIsDown_IsUnavailableAndThenDecidedOnce(string resource)
    {
        using var customs = Club.SignedInAs("customs-de");
        await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);
        var token = await Club.TokenAsync("customs-de", Cancel);
        var request = ExampleDeclaration.Request();

        var killed = Club.Kill(resource);
        var retried = customs.SubmitAsync(request, Within, Cancel);
        var calls = await CallUntilAsync(Club.UntilHealedAsync(resource, killed, Cancel), token);
        await retried;

        Assert.All(calls, call => Assert.True(
            call.Refusal is null || Client.Refusal.From(call.Refusal).Code == StatusCode.Unavailable,
            call.Refusal is null ? "" : Customs.Describe(call.Refusal)));
        var refused = calls.First(call => call.Refusal is not null).Request;
        await customs.SubmitAsync(refused, Within, Cancel);
        var stored = await customs.StoredByLrnAsync(Cancel);
        Assert.Single(stored[request.Declaration.Lrn]);
        Assert.Single(stored[refused.Declaration.Lrn]);
        Assert.All(calls.Where(call => call.Refusal is null), call =>
            Assert.Single(stored[call.Request.Declaration.Lrn]));
    }

    /// <summary>Nobody decides while it is stopped; the client's retry gets it decided when it is back.</summary>
    [Fact]
    public async Task Submit_WhileDeclarationsIsDown_IsUnavailableAndThenDecidedOnce()
    {
        using var customs = Club.SignedInAs("customs-de");
        await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);
        var token = await Club.TokenAsync("customs-de", Cancel);
        var request = ExampleDeclaration.Request();
        using var channel = GrpcChannel.ForAddress(Club.Address("gateway", "grpc"));

        await Club.StopAsync("declarations", Cancel);
        await Club.UntilStoppedAsync("declarations", Cancel);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => CallOnceAsync(channel, request, token));
        Assert.True(Club.IsStopped("declarations"), "It was started by itself.");
        var retried = customs.SubmitAsync(request, Within, Cancel);
        await Club.StartAsync("declarations", Cancel);
        var answer = await retried;
        await Club.UntilHealthyAsync(Cancel);

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal("UNAVAILABLE", Client.Refusal.From(refusal).Reason);
        var stored = Assert.Single((await customs.StoredByLrnAsync(Cancel))[request.Declaration.Lrn]);
        Assert.Equal((answer.Mrn, answer.Duty), (stored.Mrn, stored.Duty));
    }

    [Fact]
    public async Task Submit_AfterDeclarationsWasKilled_IsDecidedByTheClientsRetry()
    {
        using var customs = Club.SignedInAs("customs-de");
        await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);

        var killed = Club.Kill("declarations");
        var answer = await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);
        Assert.NotEmpty(answer.Mrn);
        await Club.UntilHealedAsync("declarations", killed, Cancel);
    }

    private async Task SubmitWithoutAsync(params string[] others)
    {
        using var customs = Club.SignedInAs("customs-de");
        await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);

        foreach (var other in others) await Club.StopAsync(other, Cancel);
        foreach (var other in others) await Club.UntilStoppedAsync(other, Cancel);
        var answer = await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);
        Assert.NotEmpty(answer.Mrn);
        Assert.All(others, other => Assert.True(Club.IsStopped(other), $"{other} was started by itself."));

        // Servers first: a service that waits for one is not started before it.
        foreach (var other in others.Reverse()) await Club.StartAsync(other, Cancel);
        await Club.UntilHealthyAsync(Cancel);
    }

    /// <summary>Declares again and again without any retry, until the other is done.</summary>
    private async Task<IReadOnlyList<(SubmitDeclarationRequest Request, RpcException? Refusal)>> CallUntilAsync(
        Task done, string token)
    {
        using var channel = GrpcChannel.ForAddress(Club.Address("gateway", "grpc"));
        var calls = new List<(SubmitDeclarationRequest, RpcException?)>();
        using var timer = new PeriodicTimer(CallEvery);
        do
        {
            var request = ExampleDeclaration.Request();
            try
            {
                await CallOnceAsync(channel, request, token);
                calls.Add((request, null));
            }
            catch (RpcException refusal)
            {
                calls.Add((request, refusal));
            }
        }
        while (!done.IsCompleted && await timer.WaitForNextTickAsync(Cancel));
        await done;
        return calls;
    }

    private static async Task CallOnceAsync(GrpcChannel channel, SubmitDeclarationRequest request, string token) =>
        await new DeclarationService.DeclarationServiceClient(channel).SubmitDeclarationAsync(
            request, new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: Cancel);
}
