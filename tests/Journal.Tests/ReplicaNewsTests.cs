using CrmClub.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CrmClub.Journal.Tests;

public sealed class ReplicaNewsTests(Servers servers)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Replica_ThatDoesNotSeal_TellsWhatItWrote()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var sealing = (await club.StartProducerAsync()).Services.GetRequiredService<SealerLead>();
        await Eventually.HoldsAsync("the first one seals", () => Task.FromResult(sealing.Held), Within, Cancel);
        var second = await club.StartProducerAsync(replica: 1);
        await using var database = await ListenAsync(club.ProducerData, "journal_written");
        await TestClub.CountAsync(second, "a");
        Assert.True(await database.WaitAsync(Within, Cancel));
        await Eventually.HoldsAsync(
            "it is sealed by the first",
            async () => await second.Services.GetRequiredService<JournalReader>().NewestSeqAsync(Cancel) == 1,
            Within, Cancel);
    }

    [Fact]
    public async Task Replica_ThatChangesACopy_TellsSo()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        await club.StartConsumerAsync();
        await club.CaughtUpAsync(Within);
        await using var database = await ListenAsync(club.ConsumerData, "copy_changed");
        await TestClub.CountAsync(producer, "a");
        Assert.True(await database.WaitAsync(Within, Cancel));
    }

    [Fact]
    public async Task News_AreHeard_AndOfEntriesOnlyWhereTheyAreSealed()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var services = (await club.StartProducerAsync()).Services;
        var written = new JournalSignal();
        var lead = new SealerLead();
        var copies = new CopyStates(new(() => []), TimeProvider.System);
        using var news = new ReplicaNews(
            services.GetRequiredService<JournalDatabase>(), written, lead, copies, NullLogger<ReplicaNews>.Instance);
        await news.StartAsync(Cancel);
        await Eventually.HoldsAsync("a changed copy is heard", () => HearsAsync(copies.Changed), Within, Cancel);

        // News come in order: before the second there was none of the first.
        await TellAsync("journal_written");
        await Eventually.HoldsAsync("the next is heard", () => HearsAsync(copies.Changed), Within, Cancel);
        Assert.False(await written.WaitAsync(TimeSpan.Zero, Cancel));
        lead.Held = true;
        await TellAsync("journal_written");
        Assert.True(await written.WaitAsync(Within, Cancel));
        await news.StopAsync(Cancel);

        async Task<bool> HearsAsync(JournalSignal signal)
        {
            await TellAsync("copy_changed");
            return await signal.WaitAsync(TimeSpan.FromMilliseconds(100), Cancel);
        }

        async Task TellAsync(string channel)
        {
            await using var database = await club.AsProducer.OpenConnectionAsync(Cancel);
            await database.ExecuteAsync($"NOTIFY {channel}");
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<NpgsqlConnection> ListenAsync(NpgsqlDataSource data, string channel)
    {
        var database = await data.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync($"LISTEN {channel}");
        return database;
    }
}
