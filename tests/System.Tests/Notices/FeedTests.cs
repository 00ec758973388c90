using System.Net;
using System.Text.Json;
using CrmClub.Contracts.Membership.V1;
using CrmClub.System.Tests.Clubs;

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
