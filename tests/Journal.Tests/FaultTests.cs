using System.Diagnostics;
using CrmClub.Testing;
using Dapper;

namespace CrmClub.Journal.Tests;

/// <summary>Services in processes of their own, killed and frozen under load; the broker dies and returns.</summary>
public sealed class FaultTests(Servers servers)
{
    private const int Writers = 3;
    private const int KillsByDefault = 2;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>Of a broker that answers again.</summary>
    private static readonly TimeSpan ConsumesWithin = TimeSpan.FromSeconds(15);

    /// <summary>How often the broker is killed.</summary>
    private static int Kills => Given.Number("CRMCLUB_BROKER_KILLS", KillsByDefault);

    [Fact]
    public async Task Producer_KilledBetweenCommitAndConfirm_LosesNothing()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.SpawnProducerAsync(Writers);
        await using var consumer = await club.SpawnConsumerAsync();
        await club.GrowsAsync(20);
        servers.Broker.Freeze(true);
        var sealedBefore = await SealedAsync(club);
        await Eventually.HoldsAsync(
            "the tree grows without the broker", async () => await SealedAsync(club) > sealedBefore + 20,
            Within, Cancel);
        await producer.KillAsync();
        servers.Broker.Freeze(false);

        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        Assert.True(await database.QuerySingleAsync<long>(
            "SELECT (SELECT count(*) FROM journal) - (SELECT seq FROM published)") >= 20);
        await club.SpawnProducerAsync(0);
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    [Fact]
    public async Task Broker_KilledAndRestarted_IsConsumedAgain()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var clock = new Stopwatch();
        await servers.Broker.KillAsync();

        // They start, write, seal and copy by gRPC while there is no broker.
        var producer = await club.SpawnProducerAsync(Writers);
        await club.SpawnConsumerAsync();
        await Eventually.HoldsAsync("the snapshot is taken", () => HasCopyAsync(club), Within, Cancel);
        Assert.True(await SealedAsync(club) > 0);
        for (var kill = 0; kill <= Kills; kill++)
        {
            await servers.Broker.RestartAsync();
            clock.Restart();
            await club.GrowsAsync(50, ConsumesWithin);
            Note($"consumed {clock.Elapsed.TotalSeconds:0.0} s after the broker was back");
            if (kill < Kills)
            {
                await Eventually.HoldsAsync(
                    "the broker keeps the queue", () => servers.Broker.KeepsAsync(club.Host, TestClub.Queue), Within,
                    Cancel);
                await servers.Broker.KillAsync();
            }
        }

        await producer.DisposeAsync();
        await club.SpawnProducerAsync(0);
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
        var consumers = await servers.Broker.ControlAsync("list_consumers", "-p", club.Host, "queue_name", "active");
        Assert.Contains($"{TestClub.Queue}\ttrue", consumers, StringComparison.Ordinal);
        var queues = await servers.Broker.ControlAsync("list_queues", "-p", club.Host, "name", "messages");
        Assert.DoesNotContain("_error", queues, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoReplicasOfEach_KilledAndFrozenInTurn_ApplyEachEntryOnceInOrder()
    {
        var seed = Given.Number("CRMCLUB_SEED", Environment.TickCount);
        Note($"seed {seed}");
        var random = new Random(seed);
        await using var club = await TestClub.CreateAsync(servers);
        ChildProcess[] processes =
        [
            await club.SpawnProducerAsync(Writers), await club.SpawnProducerAsync(Writers, replica: 1),
            await club.SpawnConsumerAsync(), await club.SpawnConsumerAsync(),
        ];
        await club.GrowsAsync(50);
        for (var round = 0; round < 5; round++)
        {
            var struck = random.Next(processes.Length);
            var frozen = random.Next(3) == 0;
            Note($"{(frozen ? "freeze" : "kill")} {struck}");
            if (frozen)
            {
                processes[struck].Send(Signal.Stop);
                await club.GrowsAsync(50);
                processes[struck].Send(Signal.Cont);
            }
            else
            {
                await processes[struck].KillAsync();
                await club.GrowsAsync(50);
                processes[struck] = struck < 2
                    ? await club.SpawnProducerAsync(Writers, replica: struck)
                    : await club.SpawnConsumerAsync();
            }
        }

        await processes[0].DisposeAsync();
        await processes[1].DisposeAsync();
        await club.SpawnProducerAsync(0);
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static void Note(string text) => TestContext.Current.TestOutputHelper!.WriteLine(text);

    private static async Task<bool> HasCopyAsync(TestClub club)
    {
        await using var database = await club.ConsumerData.OpenConnectionAsync(Cancel);
        return await database.QuerySingleAsync<int>("SELECT count(*)::int FROM copy_cursor") == 1;
    }

    private static async Task<long> SealedAsync(TestClub club)
    {
        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        return await database.QuerySingleAsync<long>("SELECT coalesce(max(seq), 0) FROM sealed");
    }
}
