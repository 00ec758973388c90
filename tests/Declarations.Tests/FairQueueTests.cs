using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;

namespace CrmClub.Declarations.Tests;

public sealed class FairQueueTests
{
    private const int Room = 10;

    [Fact]
    public void Enqueue_OneFloods_WaitsBehindItselfAndLeavesRoomForOthers()
    {
        var queue = new FairQueue(Room, long.MaxValue);

        var flooded = Enumerable.Range(0, Room).Count(_ => queue.TryEnqueue(Of("flood")));
        var others = Enumerable.Range(0, Room).Count(number => queue.TryEnqueue(Of($"other {number}")));

        Assert.Equal((Room / 2, Room / 2, Room), (flooded, others, queue.Count));
    }

    [Fact]
    public void Enqueue_OneFloodsByBytes_LeavesRoomForOthers()
    {
        var queue = new FairQueue(int.MaxValue, 100);

        Assert.True(queue.TryEnqueue(Of("flood", 50)));
        Assert.False(queue.TryEnqueue(Of("flood", 1)));
        Assert.True(queue.TryEnqueue(Of("other", 50)));
        Assert.False(queue.TryEnqueue(Of("third", 1)));
    }

    [Fact]
    public void Dequeue_LinesOfSeveral_InTurnAndEachInItsOrder()
    {
        var queue = new FairQueue(Room * 2, long.MaxValue);
        foreach (var client in "aaaabbc")
            queue.TryEnqueue(Of($"{client}"));

        Assert.Equal("abcabaa", string.Concat(Drain(queue)));
        Assert.Equal(0, queue.Count);
        Assert.True(queue.TryEnqueue(Of("a")));
        Assert.Equal(["a"], Drain(queue));
    }

    private static IEnumerable<string> Drain(FairQueue queue)
    {
        while (queue.Dequeue() is { } next)
            yield return next.Identity.Client;
    }

    private static PendingDeclaration Of(string client, int bytes = 1) => new(
        new Identity(Guid.NewGuid(), "", MrnIssuer.Club, "DE", "", "", client, Guid.NewGuid(), World.Today, []),
        new Declaration(), new byte[bytes], CancellationToken.None)
    {
        Decided = new Decided(new StoredDecision(), []),
        Known = World.Standing(),
    };
}
