using System.Diagnostics;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Journal.Process;
using CrmClub.Testing;
using Dapper;
using Google.Protobuf;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.Journal.Tests;

public sealed class CopyTests(Servers servers)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <summary>The bus cuts a message off after 2 s and itself after 4 s.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Copy_ThatBegins_TakesTheSnapshotAndGoesOnFromThere()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var consumer = await club.StartConsumerAsync();
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(consumer, "copies"));

        var producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "a", "b", "a");
        await ReadyAsync(consumer);
        await TestClub.CountAsync(producer, "b", "c");
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();

        var progress = consumer.Services.GetRequiredService<ICopyProgress>();
        var copy = consumer.Services.GetRequiredService<CountingCopy>();
        Assert.Equal([TestClub.Producer], progress.Producers);
        await Eventually.HoldsAsync(
            "memory follows", () => Task.FromResult(progress.Seq(TestClub.Producer) == 5 && copy.Rows >= 5),
            Within, Cancel);
        Assert.InRange(progress.Age(TestClub.Producer), TimeSpan.Zero, Within);
    }

    [Fact]
    public async Task Copy_AfterARestart_IsReadyWithoutItsProducer()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "a", "b");
        var consumer = await club.StartConsumerAsync();
        await ReadyAsync(consumer);
        await club.CaughtUpAsync(Within);
        await club.StopAsync(consumer);
        await club.StopAsync(producer);

        consumer = await club.StartConsumerAsync();
        await ReadyAsync(consumer);
        Assert.Equal(2, consumer.Services.GetRequiredService<CountingCopy>().Rows);
    }

    [Fact]
    public async Task Batch_SentTwice_IsAppliedOnce()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, _) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a", "a", "b", "a");
        await club.CaughtUpAsync(Within);
        await club.StopAsync(producer);

        // As after a kill between the broker's confirm and the rise of `published`.
        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync("UPDATE published SET seq = 0");
        producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    [Fact]
    public async Task Messages_LostAtTheBroker_AreReadFromTheProducer()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        await club.StopAsync(consumer);
        await TestClub.CountAsync(producer, "a", "b", "a", "b");
        await Eventually.HoldsAsync("the broker has all", () => PublishedAsync(club, 5), Within, Cancel);
        await servers.Broker.ControlAsync("purge_queue", "-p", club.Host, TestClub.Queue);

        await club.StartConsumerAsync();
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    [Fact]
    public async Task Queue_ThatIsDeleted_IsDeclaredAndConsumedAgain()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, _) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        await servers.Broker.ControlAsync("delete_queue", "-p", club.Host, TestClub.Queue);
        await TestClub.CountAsync(producer, "a", "b");
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    [Fact]
    public async Task Message_CutOffInMidWork_IsLeftAsAGap()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        await using var database = await club.ConsumerData.OpenConnectionAsync(Cancel);
        var clock = Stopwatch.StartNew();
        await using (var transaction = await database.BeginTransactionAsync(Cancel))
        {
            await database.ExecuteAsync("SELECT FROM copy_cursor FOR UPDATE", transaction: transaction);
            await TestClub.CountAsync(producer, "a", "b");
            await Eventually.HoldsAsync(
                "a message is in work",
                async () => await database.QuerySingleAsync<bool>(
                    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)", transaction: transaction),
                Within, Cancel);

            // As when the channel is lost: what is thrown here would go to _error.
            using var lost = new CancellationTokenSource();
            var batch = new Batch { Epoch = await EpochAsync(database), FirstSeq = 3, LastSeq = 2 };
            var inbox = consumer.Services.GetRequiredService<CopyQueue>().Inbox;
            var taking = inbox.ReceiveAsync(batch.ToByteArray(), lost.Token);
            Assert.False(taking.IsCompleted);
            await lost.CancelAsync();
            await taking;

            clock.Restart();
            await club.StopAsync(consumer);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, StopMax);
        }

        await club.StartConsumerAsync();
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    [Fact]
    public async Task Message_InWorkForLong_IsNotTakenForSilence()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        using var alarms = new Alarms();
        await using var database = await club.ConsumerData.OpenConnectionAsync(Cancel);
        await using (var transaction = await database.BeginTransactionAsync(Cancel))
        {
            await database.ExecuteAsync("SELECT FROM copy_cursor FOR UPDATE", transaction: transaction);
            await TestClub.CountAsync(producer, "a");
            var progress = consumer.Services.GetRequiredService<ICopyProgress>();
            await Eventually.HoldsAsync(
                "the copy is old",
                () => Task.FromResult(progress.Age(TestClub.Producer) > 1.3 * CopyStates.SilentAfter), Within, Cancel);
            Assert.False(alarms.Has("silent"));
        }

        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
    }

    [Fact]
    public async Task Producer_ThatAnswersAndIsNotHeard_RaisesTheAlarmAndLeavesTheCopyReady()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        using var alarms = new Alarms();
        servers.Broker.Freeze(true);
        try
        {
            await Eventually.HoldsAsync(
                "the alarm is raised", () => Task.FromResult(alarms.Has("silent")), Within, Cancel);
            Assert.Equal(HealthStatus.Degraded, await HealthAsync(consumer, "copies"));
        }
        finally
        {
            servers.Broker.Freeze(false);
        }

        await ReadyAsync(consumer);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
    }

    [Fact]
    public async Task Handler_ThatAlwaysFailsForASubject_ParksItInOrderAndLetsOthersFlow()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await using var database = await club.ConsumerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync("INSERT INTO refused VALUES ('bad')");
        var counting = producer.Services.GetRequiredService<Counting>();
        for (var i = 0; i < 20; i++)
        {
            await counting.CountAsync(Cancel, "bad", $"good{i % 3}", "other");
            await counting.CountAsync(Cancel, $"good{i % 3}");
        }

        await club.CaughtUpAsync(Within);
        Assert.Equal(20, await database.QuerySingleAsync<int>("SELECT count(*)::int FROM parked"));
        Assert.Equal(["bad"], await database.QueryAsync<string>("SELECT DISTINCT subject FROM parked"));
        Assert.Equal(60, await database.QuerySingleAsync<int>("SELECT count(*)::int FROM applied"));

        // Nothing mended: nothing applied, nothing lost. Then mended.
        var replay = consumer.Services.GetRequiredService<CopyReplay>();
        var (applied, left, failed) = await replay.ReplayAsync(TestClub.Producer, Cancel);
        Assert.Equal((0, 20), (applied, left));
        Assert.Equal("bad", Assert.Single(failed).Key);
        await database.ExecuteAsync("DELETE FROM refused");
        (applied, left, failed) = await replay.ReplayAsync(TestClub.Producer, Cancel);
        Assert.Equal((20, 0), (applied, left));
        Assert.Empty(failed);
        await club.AssertWholeAsync();
        await Eventually.HoldsAsync(
            "memory follows a replay",
            () => Task.FromResult(consumer.Services.GetRequiredService<CountingCopy>().Rows == 80), Within, Cancel);
    }

    [Fact]
    public async Task Message_ThatCannotBeRead_GoesAsideAndTheRestFlowsOn()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, _) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a");
        await club.CaughtUpAsync(Within);
        var exchange = await producer.Services.GetRequiredService<IBus>()
            .GetSendEndpoint(new Uri($"exchange:{TestClub.Producer}.journal?type=fanout"));
        await exchange.Send(new SealedBatch([0xFF, 0xFF, 0xFF]), Cancel);
        await RawMessages.SendAsync(
            club.ProducerAddress, $"{TestClub.Producer}.journal",
            ["", "{", "{\"message\":{}}", Envelope("SealedBatch", "7"), Envelope("SomethingElse", "\"\"")]);
        await TestClub.CountAsync(producer, "a", "b");
        await club.CaughtUpAsync(Within);
        await club.AssertWholeAsync();
        var queues = await servers.Broker.ControlAsync("list_queues", "-p", club.Host, "name", "messages");
        Assert.Contains($"{TestClub.Queue}_error", queues, StringComparison.Ordinal);
        Assert.Contains($"{TestClub.Queue}_skipped", queues, StringComparison.Ordinal);

        static string Envelope(string type, string body) =>
            $$"""{"messageType":["urn:message:CrmClub.Journal:{{type}}"],"message":{"body":{{body}} } }""";
    }

    [Fact]
    public async Task Producer_OfAnotherEpoch_IsNeverApplied()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, _) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a", "b");
        await club.CaughtUpAsync(Within);
        using var alarms = new Alarms();
        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync("INSERT INTO epoch DEFAULT VALUES");
        await TestClub.CountAsync(producer, "a");
        await Eventually.HoldsAsync("the alarm is raised", () => Task.FromResult(alarms.Has("epoch")), Within, Cancel);
        await AppliedIsAsync(club, 2);
    }

    [Fact]
    public async Task Producer_RestoredToAnEarlierMoment_IsNamedAndNotApplied()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a", "b", "c");
        await club.CaughtUpAsync(Within);
        await club.StopAsync(producer);
        using var alarms = new Alarms();

        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync(RestoredToOneSql);
        producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "x", "y", "z");

        await Eventually.HoldsAsync("the health names it", async () => (await SaidAsync(consumer)).EndsWith(
            "Nothing of membership is applied: it was restored to its entry 1, and 3 are copied."), Within, Cancel);
        Assert.True(alarms.Has("epoch"));
        await AppliedIsAsync(club, 3);
    }

    [Fact]
    public async Task Producer_RestoredWithAllThatIsCopied_IsGoneOnWith()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, consumer) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a", "b");
        await club.CaughtUpAsync(Within);
        using var alarms = new Alarms();

        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync("INSERT INTO epoch (size) SELECT max(seq) FROM sealed");
        await TestClub.CountAsync(producer, "a", "c");
        await club.CaughtUpAsync(Within);

        await Eventually.HoldsAsync("the copy has the newest tree head", async () =>
        {
            await using var copy = await club.ConsumerData.OpenConnectionAsync(Cancel);
            return TreeHeads.Unproven(await copy.QuerySingleAsync<string>("SELECT tree_head FROM copy_cursor"))
                is { Service: TestClub.Producer, Size: 4 };
        }, Within, Cancel);
        await club.AssertWholeAsync();
        Assert.False(alarms.Has("epoch"));
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(consumer, "copies"));
    }

    [Fact]
    public async Task Producer_ThatLostItsEnd_IsNeverApplied()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var (producer, _) = await StartBothAsync(club);
        await TestClub.CountAsync(producer, "a", "b", "c");
        await club.CaughtUpAsync(Within);
        await club.StopAsync(producer);
        using var alarms = new Alarms();

        // As restored from a copy of yesterday, without a new epoch.
        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync(CutToOneSql);
        producer = await club.StartProducerAsync();
        await Eventually.HoldsAsync(
            "the alarm is raised", () => Task.FromResult(alarms.Has("rewritten")), Within, Cancel);
        await TestClub.CountAsync(producer, "x", "y");
        await Eventually.HoldsAsync("the broker has it", () => PublishedAsync(club, 3), Within, Cancel);
        await AppliedIsAsync(club, 3);
    }

    private const string CutToOneSql =
        """
        DELETE FROM journal WHERE id > 1; DELETE FROM sealed WHERE seq > 1; DELETE FROM tree_head;
        INSERT INTO tree_head (size, root) SELECT 1, leaf FROM sealed; UPDATE published SET seq = 1;
        """;

    private const string RestoredToOneSql = CutToOneSql + "INSERT INTO epoch (size) VALUES (1);";

    private static Task<string> EpochAsync(System.Data.IDbConnection database) =>
        database.QuerySingleAsync<string>("SELECT epoch FROM copy_cursor");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(WebApplication Producer, WebApplication Consumer)> StartBothAsync(TestClub club)
    {
        var producer = await club.StartProducerAsync();
        var consumer = await club.StartConsumerAsync();
        await ReadyAsync(consumer);
        return (producer, consumer);
    }

    private static Task ReadyAsync(WebApplication consumer) => Eventually.HoldsAsync(
        "the copy is there", async () => await HealthAsync(consumer, "copies") == HealthStatus.Healthy, Within, Cancel);

    private static async Task<HealthStatus> HealthAsync(WebApplication service, string check)
    {
        var report = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
            registration => registration.Name == check, Cancel);
        return report.Status;
    }

    private static async Task<string> SaidAsync(WebApplication service)
    {
        var report = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
            registration => registration.Name == "copies", Cancel);
        return report.Entries["copies"].Description ?? "";
    }

    private static async Task<bool> PublishedAsync(TestClub club, long seq)
    {
        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        return await database.QuerySingleAsync<long>("SELECT seq FROM published") == seq;
    }

    private static async Task AppliedIsAsync(TestClub club, long seq)
    {
        await using var database = await club.ConsumerData.OpenConnectionAsync(Cancel);
        Assert.Equal(seq, await database.QuerySingleAsync<long>("SELECT seq FROM copy_cursor"));
    }
}
