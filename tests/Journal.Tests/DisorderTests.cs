using CrmClub.Contracts.Journal.V1;
using CrmClub.Testing;
using Dapper;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Journal.Tests;

public sealed class DisorderTests(Servers servers)
{
    private const int Entries = 200;
    private const int SeedsByDefault = 20;
    private const int TimesMax = 3;
    private const int BatchEntriesMax = 12;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Batches_RepeatedAndShuffled_LeaveWhatThoseInOrderLeave()
    {
        var first = Given.Number("CRMCLUB_SEED", Environment.TickCount);
        var seeds = Given.Number("CRMCLUB_SEEDS", SeedsByDefault);
        TestContext.Current.TestOutputHelper!.WriteLine($"seeds {first} to {first + seeds - 1}");
        await using var club = await TestClub.CreateAsync(servers);
        var entries = await WriteAsync(club, first);
        await using var consumer = club.BuildConsumer();
        var inbox = consumer.Services.GetRequiredService<CopyQueue>().Inbox;
        await using var database = await club.ConsumerData.OpenConnectionAsync(Cancel);
        for (var seed = first; seed < first + seeds; seed++)
        {
            await database.ExecuteAsync(
                """
                TRUNCATE applied, copy_cursor;
                INSERT INTO copy_cursor (producer, epoch, seq) VALUES (@Producer, @Epoch, 0)
                """,
                new { TestClub.Producer, entries.Epoch });
            foreach (var batch in Disordered(entries, new Random(seed)))
            {
                await inbox.ReceiveAsync(batch.ToByteArray(), Cancel);
            }

            Assert.Equal(Entries, await database.QuerySingleAsync<long>("SELECT seq FROM copy_cursor"));
            await club.AssertWholeAsync();
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<Batch> WriteAsync(TestClub club, int seed)
    {
        var random = new Random(seed);
        var producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, [.. Enumerable.Range(0, Entries).Select(_ => $"s{random.Next(9)}")]);
        var reader = producer.Services.GetRequiredService<JournalReader>();
        await Eventually.HoldsAsync(
            "all are sealed", async () => await reader.NewestSeqAsync(Cancel) == Entries, Within, Cancel);
        using var call = club.Journal().ReadJournal(new ReadJournalRequest { FromSeq = 1 }, cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        return call.ResponseStream.Current.Batch;
    }

    // Each entry one to three times, in batches cut anew each time; and heads, which carry none.
    private static Batch[] Disordered(Batch all, Random random)
    {
        var batches = new List<Batch>();
        for (var time = 0; time < TimesMax; time++)
        {
            for (int from = 0, count; from < all.Entries.Count; from += count)
            {
                count = Math.Min(random.Next(1, BatchEntriesMax), all.Entries.Count - from);
                if (time == 0 || random.Next(2) == 0)
                {
                    var entries = all.Entries.Skip(from).Take(count);
                    batches.Add(new() { FirstSeq = from + 1, LastSeq = from + count, Entries = { entries } });
                    batches.Add(new() { FirstSeq = from + 1, LastSeq = from });
                }
            }
        }

        batches.ForEach(batch => batch.Epoch = all.Epoch);
        var shuffled = batches.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
