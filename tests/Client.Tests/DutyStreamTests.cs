using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;

namespace CrmClub.Client.Tests;

public sealed class DutyStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(int.MaxValue, 0)]
    [InlineData(2, 2)]
    [InlineData(1, 4)]
    public async Task CalculateAsync_StreamsThatEnd_AnswersEachChunkOnce(int chunksOfAStream, int ended)
    {
        var gateway = new Gateway { ChunksOfAStream = chunksOfAStream };
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);
        using var duties = client.OpenDuties();
        List<int> answered = [];

        for (var chunk = 0; chunk < 5; chunk++)
        {
            var results = await duties.CalculateAsync([One(2 * chunk), One(2 * chunk + 1)], cancel: Cancel);
            answered.AddRange(results.Select(result => result.Answer.Item));
        }

        Assert.Equal(Enumerable.Range(0, 10), answered);
        Assert.True(gateway.Streams.Count >= ended);
        Assert.Equal(1, gateway.TokensGiven);
    }

    [Fact]
    public async Task CalculateAsync_Refused_FailsAtOnceAndGoesOnAfter()
    {
        var gateway = new Gateway();
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.PermissionDenied, "Not you.")));
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.DeadlineExceeded, "It has ended.")));
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);
        using var duties = client.OpenDuties();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => duties.CalculateAsync([One(1)], cancel: Cancel));
        var results = await duties.CalculateAsync([One(2)], cancel: Cancel);

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal(2, Assert.Single(results).Answer.Item);
    }

    private static Consignment One(int number) => new() { Item = new() { Number = number } };
}
