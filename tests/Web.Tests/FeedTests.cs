using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CrmClub.Web.Tests;

/// <summary>The notices as everybody's feed reader gets them, by the standards' own rules.</summary>
public sealed class FeedTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Json = "/notices/feed.json";
    private const string Atom = "/notices/feed.atom";
    private const string Gateway = "http://localhost:9";
    private const int NoticesMax = 50;
    private static readonly XNamespace Form = "http://www.w3.org/2005/Atom";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_Anonymous_IsAJsonFeedOfTheNewestNotices()
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(Json, Cancel);
        var feed = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        var items = feed.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal("application/feed+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("https://jsonfeed.org/version/1.1", Text(feed, "version"));
        Assert.Equal("Notices of the Critical Raw Materials Club", Text(feed, "title"));
        Assert.Equal(("en", $"{Gateway}{Json}?lang=en"), (Text(feed, "language"), Text(feed, "feed_url")));
        Assert.Equal(NoticesMax, items.Count);
        Assert.Equal(NoticesMax, items.Select(item => Text(item, "id")).Distinct().Count());
        Assert.Equal("api://crmclub/notices/N-2026-0060/en", Text(items[0], "id"));
        Assert.Equal("Outage <60> & \"more\"", Text(items[0], "title"));
        Assert.Equal(
            "First paragraph.\nSecond <b>paragraph</b>.\n\nThis corrects notice N-2026-0003.\n\n"
            + "Notice N-2026-0060 of 1 February 2026",
            Text(items[0], "content_text"));
        Assert.Equal("2026-02-01T10:00:00Z", Text(items[0], "date_published"));
        Assert.Equal("N-2026-0003", Text(items[0].GetProperty("_crmclub"), "corrects"));
        Assert.Equal("outage", items[0].GetProperty("tags")[0].GetString());
        Assert.Equal("Club.Service", new JsonWebToken(StubNotices.Token["Bearer ".Length..]).GetClaim("roles").Value);
    }

    [Fact]
    public async Task Atom_Anonymous_HasWhatRfc4287Demands()
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(Atom + "?lang=ja", Cancel);
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!;
        var entries = feed.Elements(Form + "entry").ToList();

        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Form + "feed", feed.Name);
        Assert.Equal("ja", feed.Attribute(XNamespace.Xml + "lang")?.Value);
        Assert.All(entries.Append(feed), element =>
        {
            Assert.True(Uri.IsWellFormedUriString(element.Elements(Form + "id").Single().Value, UriKind.Absolute));
            Assert.NotEmpty(element.Elements(Form + "title").Single().Value);
            Assert.True(DateTimeOffset.TryParse(element.Elements(Form + "updated").Single().Value, out _));
        });
        Assert.NotEmpty(feed.Element(Form + "author")!.Element(Form + "name")!.Value);
        Assert.Equal($"{Gateway}{Atom}?lang=ja", Link(feed, "self"));
        Assert.Equal(NoticesMax, entries.Count);
        Assert.All(entries, entry => Assert.Equal("text", entry.Element(Form + "content")!.Attribute("type")!.Value));
        Assert.Equal("障害60", entries[0].Element(Form + "title")!.Value);
        Assert.Equal(
            "本文\n\n告示N-2026-0003を訂正するものです。\n\n2026年2月1日付け告示N-2026-0060",
            entries[0].Element(Form + "content")!.Value);
        Assert.Equal("2026-02-01T10:00:00Z", feed.Element(Form + "updated")!.Value);
        Assert.Equal("outage", entries[0].Element(Form + "category")!.Attribute("term")!.Value);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Atom)]
    public async Task Next_UntilThereIsNone_ShowsEachNoticeOnce(string path)
    {
        using var nobody = bench.Web.Browse();
        var (seen, pages, next) = (new List<string>(), 0, (string?)path);
        for (; next is not null && pages < StubNotices.Count; pages++)
        {
            var text = await nobody.TextAsync(next.Replace(Gateway, ""), Cancel);
            if (path == Json)
            {
                var feed = JsonDocument.Parse(text).RootElement;
                seen.AddRange(feed.GetProperty("items").EnumerateArray().Select(item => Text(item, "id")));
                next = feed.TryGetProperty("next_url", out var url) ? url.GetString() : null;
            }
            else
            {
                var feed = XDocument.Parse(text).Root!;
                seen.AddRange(feed.Elements(Form + "entry").Select(entry => entry.Element(Form + "id")!.Value));
                next = Link(feed, "next");
            }
        }

        Assert.Equal(2, pages);
        Assert.Equal(StubNotices.Count, seen.Distinct().Count());
        Assert.Equal(StubNotices.Count, seen.Count);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Atom)]
    public async Task Get_WhatTheReaderHasAlready_IsNotSentAgain(string path)
    {
        using var http = bench.Web.Browse();
        using var first = await http.GetAsync(path, Cancel);
        var tag = first.Headers.ETag!;

        var modified = first.Content.Headers.LastModified!.Value;
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync(http, path, ask => ask.IfNoneMatch.Add(tag)));
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync(http, path, ask => ask.IfModifiedSince = modified));
        Assert.Equal(
            HttpStatusCode.OK, await AskAsync(http, path, ask => ask.IfModifiedSince = modified.AddSeconds(-1)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, path + "?lang=ja", ask => ask.IfNoneMatch.Add(tag)));
        Assert.Equal("public, max-age=60", $"{first.Headers.CacheControl}");
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 10, 0, 0, TimeSpan.Zero), modified);
    }

    [Theory]
    [InlineData("?lang=de")]
    [InlineData("?page=made-up")]
    [InlineData("?limit=5")]
    public async Task Get_WhatThereIsNot_IsRefused(string query)
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(Json + query, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Get_MembershipDown_IsUnavailable_AndNotKept()
    {
        using var nobody = bench.Web.Browse();
        StubNotices.IsDown = true;
        try
        {
            using var answer = await nobody.GetAsync(Json, Cancel);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
        finally
        {
            StubNotices.IsDown = false;
        }
    }

    private static async Task<HttpStatusCode> AskAsync(
        Browsing browsing, string path, Action<HttpRequestHeaders> ask)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        ask(request.Headers);
        using var answer = await browsing.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string? Link(XElement feed, string relation) => feed.Elements(Form + "link")
        .SingleOrDefault(link => link.Attribute("rel")?.Value == relation)?.Attribute("href")!.Value;
}
