using CrmClub.Journal.Process;
using CrmClub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Journal.Tests;

public sealed class StopTests(Servers servers)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <summary>What was answered at the moment of a stop is known to the others though nobody starts again.</summary>
    [Fact]
    public async Task Producer_StoppedRightAfterACommit_HasSealedAndPublishedIt()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "a");
        var consumer = await club.StartConsumerAsync();
        await club.CaughtUpAsync(Within);
        // The snapshot came without the broker, which keeps nothing for a queue that is not there yet.
        await Eventually.HoldsAsync("its queue is consumed", () => Task.FromResult(
            consumer.Services.GetServices<CopyQueue>().All(queue => queue.Consumed)),
            Within, TestContext.Current.CancellationToken);

        // Its own signal is heard by nobody, so that only a last round can find the entry in time.
        var counting = new Counting(club.AsProducer, new JournalSignal());
        producer.Lifetime.ApplicationStopping.Register(
            () => counting.CountAsync(CancellationToken.None, "a", "b").GetAwaiter().GetResult());
        await club.StopAsync(producer);

        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }
}
