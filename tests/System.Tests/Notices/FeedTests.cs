using System.Net;
using System.Text.Json;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Signing;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Declaring;

namespace CrmClub.System.Tests.Notices;

/// <summary>What two officers publish, everybody reads at the club's one door.</summary>
public sealed class FeedTests(RunningClub running)
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_Published_StandsInTheFeedOfEverybody_AndIsSentOnce()
    {
        using var http = running.Club.Http("gateway");
        var begin = await Watching.CursorAsync(running.Club);
        var notice = await PublishAsync();
        using var answer = await http.GetAsync("/notices/feed.json?lang=ja", Cancel);
        var feed = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/feed+json", answer.Content.Headers.ContentType!.MediaType);
        var item = feed.GetProperty("items").EnumerateArray().Single(
            one => one.GetProperty("_crmclub").GetProperty("number").GetString() == notice.Number);
        Assert.Equal("執務時間", item.GetProperty("title").GetString());
        Assert.Equal(new Uri(http.BaseAddress!, "/notices/feed.json?lang=ja").ToString(),
            feed.GetProperty("feed_url").GetString());
        Assert.Contains(notice.Number, await http.GetStringAsync("/notices/feed.atom", Cancel));

        using var customs = running.Club.SignedInAs("customs-jp");
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        soon.CancelAfter(SeenWithin);
        Assert.Equal(notice, await customs.WatchDeclarationsAsync(begin, cancel: soon.Token)
            .Select(message => message.Notice).FirstAsync(told => told?.Number == notice.Number, soon.Token));

        // Others may publish meanwhile.
        await Eventually.TrueAsync(async () =>
        {
            using var read = await http.GetAsync("/notices/feed.json", Cancel);
            using var again = new HttpRequestMessage(HttpMethod.Get, "/notices/feed.json");
            again.Headers.IfNoneMatch.Add(read.Headers.ETag!);
            using var unchanged = await http.SendAsync(again, Cancel);
            return unchanged.StatusCode == HttpStatusCode.NotModified;
        }, SeenWithin, Cancel);
    }

    [Fact]
    public async Task TreeHeads_Published_AreSignedAndKeptShortly()
    {
        using var http = running.Club.Http("gateway");
        var keys = PublicKeySet.Parse(await http.GetStringAsync("/.well-known/crmclub/keys", Cancel));

        var published = new GetTreeHeadsResponse();
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await http.GetAsync("/.well-known/crmclub/heads", Cancel);
            published = StrictJson.Read<GetTreeHeadsResponse>(await answer.Content.ReadAsByteArrayAsync(Cancel));
            Assert.Equal("public, max-age=5", answer.Headers.CacheControl!.ToString());
            return published.Heads.Count == AppHost.Club.Services.Count;
        }, SeenWithin, Cancel);

        Assert.Equal(AppHost.Club.Services.Order(),
            published.Heads.Select(head => TreeHeads.Read(head, keys)!.Service).Order());
    }

    private async Task<Notice> PublishAsync()
    {
        using var officer = running.Club.SignedInAs("secretariat");
        using var approver = running.Club.SignedInAs("approver");
        var prepared = await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
            new PrepareChangeRequest
            {
                RequestId = NewId(),
                Change = new Change
                {
                    Notice = new Notice
                    {
                        Kind = NoticeKind.General,
                        TitleEn = "Office hours",
                        TitleJa = "執務時間",
                        TextEn = "The secretariat is closed on 4 January.",
                        TextJa = "事務局は1月4日は休業します。",
                    },
                    Reason = "Calendar",
                },
            }, options), cancel: Cancel);
        var published = await approver.CallAsync(options => approver.Membership.ApproveChangeAsync(
            new ApproveChangeRequest { RequestId = NewId(), ChangeId = prepared.Change.Id }, options), cancel: Cancel);
        return published.Change.Notice;
    }

    private static string NewId() => $"{Guid.CreateVersion7()}";
}
