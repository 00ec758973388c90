using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Notices;

/// <summary>Notices as JSON Feed 1.1 (jsonfeed.org).</summary>
internal static class JsonFeed
{
    public const string ContentType = "application/feed+json";

    private const string Version = "https://jsonfeed.org/version/1.1";

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static byte[] Write(NoticeFeed feed) => JsonSerializer.SerializeToUtf8Bytes(new Feed(
        Version, feed.Title, feed.Self, feed.Next, feed.Language, [new(feed.Author)],
        [.. feed.Notices.Select(notice => new Item(
            feed.IdOf(notice), feed.TitleOf(notice), feed.TextOf(notice), NoticeFeed.Published(notice).UtcDateTime,
            [NoticeFeed.Kind(notice)], Own.Of(notice)))]), Form);

    private sealed record Feed(
        string Version, string Title, Uri FeedUrl, Uri? NextUrl, string Language, Author[] Authors, Item[] Items);

    private sealed record Author(string Name);

    private sealed record Item(
        string Id, string Title, string ContentText, DateTime DatePublished, string[] Tags,
        [property: JsonPropertyName("_crmclub")] Own Own);

    // What the standard has no names for.
    private sealed record Own(
        string Number, string PublishedOn, string? Corrects, string? Party, int? Decision, string? Ballot,
        int? TariffVersion, string? Certificate)
    {
        public static Own Of(Notice notice) => new(
            notice.Number, notice.PublishedOn, Given(notice.Corrects), Given(notice.Party),
            notice.Decision > 0 ? notice.Decision : null, Given(notice.Ballot),
            notice.TariffVersion > 0 ? notice.TariffVersion : null, Given(notice.Certificate));

        private static string? Given(string value) => value.Length > 0 ? value : null;
    }
}
