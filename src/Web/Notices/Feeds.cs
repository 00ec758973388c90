using System.Security.Cryptography;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Calls;
using CrmClub.Web.Language;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace CrmClub.Web.Notices;

/// <summary>
/// What everybody may read without an account: the notices as feeds, the language by <c>lang</c>, older ones by the
/// address that each names as its next.
/// </summary>
internal static class Feeds
{
    internal const int NoticesMax = 50;

    private const string LanguageName = "lang";
    private const string PageName = "page";
    private const int TagBytes = 16;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Web asks in its own name: whoever reads has none.</summary>
    internal static void AddFeeds(this WebApplicationBuilder builder) =>
        builder.AddClubClient<NoticeService.NoticeServiceClient>("membership");

    internal static void MapFeeds(this WebApplication app)
    {
        app.MapFeed("/notices/feed.json", JsonFeed.ContentType, JsonFeed.Write);
        app.MapFeed("/notices/feed.atom", AtomFeed.ContentType, AtomFeed.Write);
    }

    private static void MapFeed(this WebApplication app, string path, string type, Func<NoticeFeed, byte[]> write) =>
        app.MapMethods(path, Reading, async (HttpContext context, NoticeService.NoticeServiceClient notices) =>
        {
            var query = context.Request.Query;
            var language = query.TryGetValue(LanguageName, out var asked)
                ? $"{asked}" : Preferences.Language.Values[0];
            if (!Preferences.Language.Values.Contains(language)
                || query.Keys.Any(key => key is not (LanguageName or PageName)))
                return Results.BadRequest();
            var answer = await AskAsync(notices, $"{query[PageName]}", context.RequestAborted);
            if (answer.Value is not { } list)
                return Results.StatusCode(
                    answer.Trouble == Trouble.Refused ? answer.Status : StatusCodes.Status503ServiceUnavailable);

            Uri At(string page) => Address(context.Request, path, language, page);
            var next = list.NextPageToken.Length > 0 ? At(list.NextPageToken) : null;
            var feed = new NoticeFeed(language, At($"{query[PageName]}"), next, list.Notices);
            return Answer(context, type, feed, write(feed));
        }).WithMetadata(new Look.Kept());

    private static async Task<Answer<ListNoticesResponse>> AskAsync(
        NoticeService.NoticeServiceClient notices, string page, CancellationToken cancel)
    {
        const string service = "membership";
        try
        {
            var request = new ListNoticesRequest { PageSize = NoticesMax, PageToken = page };
            var deadline = DateTime.UtcNow + PersonsCalls.AnswerMax;
            return new(service, Trouble.None, await notices.ListNoticesAsync(
                request, deadline: deadline, cancellationToken: cancel));
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.InvalidArgument)
        {
            return new(service, Trouble.Refused, null);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested
            && failure is RpcException or HttpRequestException or OperationCanceledException)
        {
            return new(service, Trouble.Down, null);
        }
    }

    // Results.Bytes answers 304 where the reader has it already.
    private static IResult Answer(HttpContext context, string type, NoticeFeed feed, byte[] body)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        var hash = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, TagBytes));
        var tag = new EntityTagHeaderValue($"\"{hash}\"");
        return Results.Bytes(body, $"{type}; charset=utf-8", lastModified: feed.Updated, entityTag: tag);
    }

    private static Uri Address(HttpRequest request, string path, string language, string page) => new(
        $"{request.Scheme}://{request.Host}{path}?{LanguageName}={language}"
        + (page.Length > 0 ? $"&{PageName}={Uri.EscapeDataString(page)}" : ""));
}
