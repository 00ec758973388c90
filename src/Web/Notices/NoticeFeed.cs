using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Web.Notices;

/// <summary>A part of the notices in one language, whatever the form in which it is written.</summary>
/// <param name="Language">Of the texts, "en" or "ja".</param>
/// <param name="Self">Where it stands.</param>
/// <param name="Next">Where older notices stand; null where there are none.</param>
/// <param name="Notices">Newest first.</param>
internal sealed record NoticeFeed(string Language, Uri Self, Uri? Next, IReadOnlyList<Notice> Notices)
{
    // Never another, wherever the club is reached: by its ids a reader knows what it has seen.
    private const string Ids = "api://crmclub/notices";

    public string Id => $"{Ids}/{Language}";

    public string Title => Words.In(Language, () => Words.Get("Notices"));

    public string Author => Words.In(Language, () => Words.Get("Club"));

    public DateTimeOffset Updated => Notices.Count > 0 ? Published(Notices[0]) : DateTimeOffset.UnixEpoch;

    public static DateTimeOffset Published(Notice notice) => notice.RecordedAt.ToDateTimeOffset();

    /// <summary>What people filter by, for instance "membership".</summary>
    public static string Kind(Notice notice) => Figures.Words(notice.Kind);

    public string IdOf(Notice notice) => $"{Ids}/{notice.Number}/{Language}";

    public string TitleOf(Notice notice) => Language == "ja" ? notice.TitleJa : notice.TitleEn;

    /// <summary>The text, with its number and what it corrects.</summary>
    public string TextOf(Notice notice) => Words.In(Language, () =>
    {
        var text = Language == "ja" ? notice.TextJa : notice.TextEn;
        var dated = Words.Get("Notice_Dated", notice.Number, Figures.Day(notice.PublishedOn));
        return notice.Corrects.Length == 0
            ? string.Join("\n\n", text, dated)
            : string.Join("\n\n", text, Words.Get("Notice_Corrects", notice.Corrects), dated);
    });
}
