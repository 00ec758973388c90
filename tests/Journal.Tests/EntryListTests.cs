using CrmClub.Contracts.Journal.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Journal.Tests;

/// <summary>Who did what to what, and how far the copies of it are.</summary>
public sealed class EntryListTests(Servers servers)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_AskedFor_ArePagedNewestFirst_AndTheCopyTellsHowFarItIs()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        var consumer = await club.StartConsumerAsync();
        await TestClub.CountAsync(producer, "a", "b", "a", "c", "a");
        await club.CaughtUpAsync(Within);
        var list = producer.Services.GetRequiredService<EntryList>();

        var first = await list.ReadAsync(new() { PageSize = 2 }, Cancel);
        var second = await list.ReadAsync(new() { PageSize = 2, PageToken = first.NextPageToken }, Cancel);
        var third = await list.ReadAsync(new() { PageSize = 2, PageToken = second.NextPageToken }, Cancel);
        var ofA = await list.ReadAsync(new() { Subject = "a", Actor = first.Entries[0].Actor }, Cancel);
        var ofNobody = await list.ReadAsync(new() { Actor = "nobody" }, Cancel);
        var head = await club.Audit().GetTreeHeadAsync(new GetTreeHeadRequest(), cancellationToken: Cancel);

        Assert.Equal(
            [5L, 4, 3, 2, 1],
            new[] { first, second, third }.SelectMany(page => page.Entries).Select(one => one.Seq));
        Assert.Equal("", third.NextPageToken);
        Assert.Equal([5L, 3, 1], ofA.Entries.Select(one => one.Seq));
        Assert.Empty(ofNobody.Entries);
        Assert.Equal(5, head.Size);
        Assert.All(ofA.Entries, one => Assert.Equal(64, one.Leaf.Length));

        var copies = await consumer.Services.GetRequiredService<CopyList>().ReadAsync(Cancel);
        var copy = Assert.Single(copies.Copies);
        Assert.Equal((5, 0), (copy.Seq, copy.Parked));
        Assert.InRange(copy.AgeSeconds, 0, 60);
        var journal = (await producer.Services.GetRequiredService<CopyList>().ReadAsync(Cancel)).Journal;
        Assert.Equal((5, 5, 0), (journal.Sealed, journal.Published, journal.Unsealed));
        Assert.Null(journal.WaitsSince);
    }

    [Fact]
    public async Task Entries_OfAnotherQuerysPage_AreRefused()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "a", "b");
        var list = producer.Services.GetRequiredService<EntryList>();
        var reader = producer.Services.GetRequiredService<JournalReader>();
        await Eventually.HoldsAsync(
            "both are sealed", async () => await reader.NewestSeqAsync(Cancel) == 2, Within, Cancel);
        var first = await list.ReadAsync(new() { PageSize = 1 }, Cancel);

        var refused = await Assert.ThrowsAsync<ClubException>(
            () => list.ReadAsync(new() { Subject = "a", PageToken = first.NextPageToken }, Cancel));

        Assert.Equal(["page_token"], refused.Violations.Select(one => one.Field));
    }
}
