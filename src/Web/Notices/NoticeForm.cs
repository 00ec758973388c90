using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Notices;

/// <summary>A notice as it is written into the page.</summary>
internal sealed class NoticeForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public NoticeKind Kind { get; set; }

    public string? TitleEn { get; set; }

    public string? TitleJa { get; set; }

    public string? TextEn { get; set; }

    public string? TextJa { get; set; }

    /// <summary>Number of the notice that it corrects.</summary>
    public string? Corrects { get; set; }

    public string? Reason { get; set; }

    public Change Read() => new()
    {
        Notice = new Notice
        {
            Kind = Kind,
            TitleEn = TitleEn?.Trim() ?? "",
            TitleJa = TitleJa?.Trim() ?? "",
            TextEn = Paragraphs(TextEn),
            TextJa = Paragraphs(TextJa),
            Corrects = Corrects?.Trim() ?? "",
        },
        Reason = Reason?.Trim() ?? "",
    };

    // A form's new lines are CR LF.
    private static string Paragraphs(string? text) =>
        text?.Replace("\r\n", "\n", StringComparison.Ordinal).Trim() ?? "";
}

/// <summary>Whether a prepared notice is published.</summary>
internal sealed class NoticeDecisionForm
{
    public string? RequestId { get; set; }

    public bool Publish { get; set; }

    /// <summary>Why it is not.</summary>
    public string? Reason { get; set; }
}
