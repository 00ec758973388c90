using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Notices;

/// <summary>What holds for a notice that an officer prepares.</summary>
internal static class NoticeRules
{
    private const string Field = "change.notice";
    private const int TitleLengthMax = 200;
    private const int TextLengthMax = 4000;

    public static void Check(Notice notice, Deed deed)
    {
        var faults = deed.Work.Faults;
        if (notice.Kind == NoticeKind.Unspecified || !Enum.IsDefined(notice.Kind))
            faults.Add($"{Field}.kind", "", "KIND", $"{notice.Kind}", "a kind of notice", "There is no such kind.");
        faults.Text($"{Field}.title_en", "", notice.TitleEn, TitleLengthMax);
        faults.Text($"{Field}.title_ja", "", notice.TitleJa, TitleLengthMax);
        faults.Text($"{Field}.text_en", "", OneParagraph(notice.TextEn), TextLengthMax);
        faults.Text($"{Field}.text_ja", "", OneParagraph(notice.TextJa), TextLengthMax);
        if (notice.Corrects.Length > 0 && deed.Book.Notices.All(known => known.Number != notice.Corrects))
            faults.Add($"{Field}.corrects", "", "NOTICE", notice.Corrects, "number of a published notice",
                "There is no such notice.");
        CheckGiven(notice, deed);
    }

    private static void CheckGiven(Notice notice, Deed deed)
    {
        (string Field, string Value)[] given =
        [
            ("number", notice.Number), ("party", notice.Party),
            ("decision", notice.Decision == 0 ? "" : $"{notice.Decision}"), ("ballot", notice.Ballot),
            ("tariff_version", notice.TariffVersion == 0 ? "" : $"{notice.TariffVersion}"),
            ("quota", notice.Quota is null ? "" : $"{notice.Quota}"), ("certificate", notice.Certificate),
            ("certificate_version", notice.CertificateVersion == 0 ? "" : $"{notice.CertificateVersion}"),
            ("published_on", notice.PublishedOn),
            ("recorded_at", notice.RecordedAt is null ? "" : $"{notice.RecordedAt}"),
        ];
        foreach (var (field, value) in given.Where(one => one.Value.Length > 0))
            deed.Work.Faults.Add(
                $"{Field}.{field}", "", "GIVEN_BY_CLUB", value, "nothing", $"The club gives the {field}.");
    }

    private static string OneParagraph(string text) => text.Replace('\n', ' ');
}
