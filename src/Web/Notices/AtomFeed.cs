using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Notices;

/// <summary>Notices as an Atom feed (RFC 4287), paged by RFC 5005.</summary>
internal static class AtomFeed
{
    public const string ContentType = "application/atom+xml";

    private static readonly XmlWriterSettings Form = new() { Encoding = new UTF8Encoding(false) };

    public static byte[] Write(NoticeFeed notices)
    {
        var feed = new SyndicationFeed
        {
            Id = notices.Id,
            Title = new TextSyndicationContent(notices.Title),
            Language = notices.Language,
            LastUpdatedTime = notices.Updated,
            Items = [.. notices.Notices.Select(notice => Item(notices, notice))],
        };
        feed.Authors.Add(new SyndicationPerson { Name = notices.Author });
        feed.Links.Add(SyndicationLink.CreateSelfLink(notices.Self, ContentType));
        if (notices.Next is { } next)
            feed.Links.Add(new SyndicationLink(next, "next", null, ContentType, 0));

        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Form))
            new Atom10FeedFormatter(feed).WriteTo(xml);
        return bytes.ToArray();
    }

    private static SyndicationItem Item(NoticeFeed feed, Notice notice) => new()
    {
        Id = feed.IdOf(notice),
        Title = new TextSyndicationContent(feed.TitleOf(notice)),
        Content = new TextSyndicationContent(feed.TextOf(notice)),
        PublishDate = NoticeFeed.Published(notice),
        LastUpdatedTime = NoticeFeed.Published(notice),
        Categories = { new SyndicationCategory(NoticeFeed.Kind(notice)) },
    };
}
