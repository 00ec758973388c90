using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.Client.Tests;

public sealed class DeclarationStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(2)]
    [InlineData(1)]
    public async Task SubmitAsync_ManyChunksAtOnceOnStreamsThatEnd_AnswersEachInItsOrder(int chunksOfAStream)
    {
        var gateway = new Gateway { ChunksOfAStream = chunksOfAStream };
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);
        using var stream = client.OpenDeclarations();

        var answered = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            chunk => stream.SubmitAsync([One(2 * chunk), One(2 * chunk + 1)], cancel: Cancel)));

        Assert.Equal(
            Enumerable.Range(0, 40).Select(number => $"{number}"),
            answered.SelectMany(results => results).Select(result => result.Answer.Lrn));
        Assert.Equal(1, gateway.TokensGiven);
    }

    [Fact]
    public async Task SubmitAsync_Refused_FailsAtOnceAndGoesOnAfter()
    {
        var gateway = new Gateway();
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.InvalidArgument, "Too many.")));
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);
        using var stream = client.OpenDeclarations();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => stream.SubmitAsync([One(1)], cancel: Cancel));
        var results = await stream.SubmitAsync([One(2)], cancel: Cancel);

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal("2", Assert.Single(results).Answer.Lrn);
    }

    [Fact]
    public async Task SubmitAsync_OneOfAChunkNotDecidedJustNow_IsSentAgainAndSaysSoWhenTimeIsOver()
    {
        var gateway = new Gateway { ChunksNotDecided = 2 };
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);
        using var stream = client.OpenDeclarations();

        var results = await stream.SubmitAsync([One(1), One(2)], cancel: Cancel);
        gateway.ChunksNotDecided = int.MaxValue;
        var late = await stream.SubmitAsync([One(3), One(4)], TimeSpan.FromSeconds(1), Cancel);

        Assert.Equal(["1", "2"], results.Select(one => one.Answer?.Lrn));
        Assert.Equal(("3", "UNAVAILABLE"), (late[0].Answer.Lrn, late[1].Refusal.Reason));
    }

    private static SubmitDeclarationRequest One(int number) => new() { RequestId = $"{number}" };
}
