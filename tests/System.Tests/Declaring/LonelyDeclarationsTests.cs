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
    private static readonly TimeSpan Within = ClubUnderTest.HealDeadline * 2;
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => troubled.Club;

    /// <summary>The broker, and all of them at once, are away in Chaos.Tests.</summary>
    public static TheoryData<string> Others => ["membership", "tariffs", "suppliers", "redis", "identity"];

    public static TheoryData<string> OwnWay => ["gateway", "postgres"];

    /// <summary>Declarations decides from its own copies: what it copies from may be away.</summary>
    [Theory, MemberData(nameof(Others))]
    public async Task Submit_WhileAnotherPartIsDown_IsDecided(string other)
    {
        using var customs = Club.SignedInAs("customs-de");
        await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);

        await Club.StopAsync(other, Cancel);
        await Club.UntilStoppedAsync(other, Cancel);
        var answer = await customs.SubmitAsync(ExampleDeclaration.Request(), Within, Cancel);
        Assert.NotEmpty(answer.Mrn);
        Assert.True(Club.IsStopped(other), $"{other} was started by itself.");

        await Club.StartAsync(other, Cancel);
        await Club.UntilHealthyAsync(Cancel);
    }

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
