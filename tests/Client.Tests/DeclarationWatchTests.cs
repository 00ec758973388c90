using Grpc.Core;

namespace CrmClub.Client.Tests;

public sealed class DeclarationWatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(int.MaxValue, 1)]
    [InlineData(3, 4)]
    [InlineData(1, 10)]
    public async Task WatchDeclarationsAsync_WatchesThatBreak_TellsEachOnceInOrder(int messagesOfAWatch, int watches)
    {
        var gateway = new Gateway { MessagesOfAWatch = messagesOfAWatch };
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);
        var told = new List<string>();

        await foreach (var message in client.WatchDeclarationsAsync(cancel: Cancel))
        {
            told.Add(message.Declaration.Mrn);
            if (told.Count == 10)
                break;
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"M{number}"), told);
        Assert.Equal(watches, gateway.Cursors.Count);
        Assert.Equal("", gateway.Cursors.First());
    }

    [Fact]
    public async Task WatchDeclarationsAsync_Refused_SaysSo()
    {
        var gateway = new Gateway();
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.PermissionDenied, "Suspended.")));
        await using var server = await gateway.StartAsync();
        using var client = ClubClientTests.Client(server);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in client.WatchDeclarationsAsync("7", cancel: Cancel))
            {
            }
        });

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal(["7"], gateway.Cursors);
    }
}
