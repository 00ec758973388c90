using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;

namespace CrmClub.Tariffs.Proposals;

/// <summary>What a proposal would do by what is known on a day.</summary>
/// <param name="Candidate">The tariff as it would be; null where its effective day or base is none.</param>
/// <param name="RaisesDuty">Whether any duty may become higher; not said of what has faults.</param>
/// <param name="Faults">Every rule that it breaks.</param>
internal sealed record ProposalVerdict(Candidate? Candidate, bool RaisesDuty, Violations Faults)
{
    public ProposalCheck Contract => new()
    {
        Faults = { Faults.All },
        RaisesDuty = RaisesDuty,
        Measures = Candidate?.Document.Measures.Count ?? 0,
    };
}

/// <summary>What holds for a proposal, while it is drafted and at each step after.</summary>
internal static class ProposalRules
{
    /// <summary>Days between the notice of a higher duty and the first on which it is due.</summary>
    public const int NoticeDaysMin = 14;

    /// <summary>Bytes of a tariff document; the database holds no more.</summary>
    public const int DocumentBytesMax = 3 * 1024 * 1024;

    private const int TitleLengthMax = 200;
    private const int ReasonLengthMax = 4000;
    private const int TextLengthMax = 500;

    /// <summary>Judges a proposal by its own effective day.</summary>
    /// <param name="content">The proposal.</param>
    /// <param name="book">Every version.</param>
    /// <param name="today">Legal day of the secretariat.</param>
    public static ProposalVerdict Judge(ProposalContent content, TariffBook book, DateOnly today)
    {
        var faults = new Violations();
        faults.Text("content.title", "", content.Title, TitleLengthMax);
        faults.Text("content.reason", "", content.Reason.Replace('\n', ' '), ReasonLengthMax);
        faults.Text("content.legal_base", "", content.LegalBase, TextLengthMax);
        faults.Text("content.cause", "", content.Cause, TextLengthMax, required: false);
        return faults.Day("content.effective_on", "", content.EffectiveOn) is { } from
            ? Judge(content, from, book, today, faults) : new(null, false, faults);
    }

    /// <summary>Judges what it does to the newest version from a day on.</summary>
    public static ProposalVerdict Judge(
        ProposalContent content, DateOnly from, TariffBook book, DateOnly today, Violations faults)
    {
        var tariff = book.NewestFirst[0];
        CheckDay(content, from, book, today, faults);
        CheckOvertaken(content, book, tariff.Document, faults);
        if (content.Additions.Count + content.Amendments.Count + content.Ends.Count + content.Groups.Count == 0)
            faults.Add("content", "", "REQUIRED", "", "additions, amendments, ends or groups", "It changes nothing.");
        var candidate = Candidate.Of(content, tariff.Document, from, book.MeasureIds, faults);
        faults.AddRange(candidate.Faults());
        foreach (var brought in candidate.Brought)
            CheckBrought(brought, candidate, faults);
        if (candidate.Document.CalculateSize() is var size && size > DocumentBytesMax)
            faults.Add("content", "", "DOCUMENT_SIZE", $"{size}", $"at most {DocumentBytesMax} bytes",
                "The tariff would be too large.");
        if (faults.Count > 0)
            return new(candidate, false, faults);

        faults.AddRange(BaseGaps.Of(candidate, tariff.Document));
        var raises = DutyRise.IsPossible(candidate, tariff.Document);
        if (raises && from < today.AddDays(NoticeDaysMin))
            faults.Add("content.effective_on", "", "NOTICE_14_DAYS", Wire.Day(from),
                $"{Wire.Day(today.AddDays(NoticeDaysMin))} or later",
                $"A higher duty needs {NoticeDaysMin} days of notice.");
        return new(candidate, raises, faults);
    }

    private static void CheckDay(
        ProposalContent content, DateOnly from, TariffBook book, DateOnly today, Violations faults)
    {
        var first = book.NewestFirst.Min(tariff => Wire.ParseDay(tariff.Version.ValidFrom));
        if (from < first)
            faults.Add("content.effective_on", "", "TARIFF_OF_DAY", Wire.Day(from), $"{Wire.Day(first)} or later",
                "There was no tariff on that day.");
        if (from < today && content.Cause.Length == 0)
            faults.Add("content.cause", "", "CAUSE", content.Cause, "why the past is corrected",
                "The effective day has passed.");
        else if (from >= today && content.Cause.Length > 0)
            faults.Add("content.cause", "", "NOT_HERE", content.Cause, "nothing", "No past is corrected.");
    }

    // What is proposed, approved or decided on must stand there as it was seen.
    private static void CheckOvertaken(
        ProposalContent content, TariffBook book, TariffDocument newest, Violations faults)
    {
        if (book.Version(content.BaseVersion) is not { } seen)
        {
            faults.Add("content.base_version", "", "VERSION", $"{content.BaseVersion}", "number of a tariff version",
                "There is no such version.");
            return;
        }

        var before = seen.Document.Measures.ToDictionary(measure => measure.Id);
        var now = newest.Measures.ToDictionary(measure => measure.Id);
        var named = content.Amendments.Select((one, place) => (one.Id, Field: $"content.amendments[{place}].id"))
            .Concat(content.Ends.Select((id, place) => (Id: id, Field: $"content.ends[{place}]")));
        foreach (var (id, field) in named)
        {
            if (!Equals(before.GetValueOrDefault(id), now.GetValueOrDefault(id)))
                faults.Add(field, "", "OVERTAKEN", id, "a measure that no version has changed meanwhile",
                    $"{id} is not as in version {content.BaseVersion} any more: propose on the newest version.");
        }

        foreach (var (place, id) in content.Groups.Select(group => group.Id).Index())
        {
            if (!Equals(seen.Document.Groups.FirstOrDefault(group => group.Id == id),
                newest.Groups.FirstOrDefault(group => group.Id == id)))
                faults.Add($"content.groups[{place}].id", "", "OVERTAKEN", id,
                    "a group that no version has changed meanwhile",
                    $"{id} is not as in version {content.BaseVersion} any more: propose on the newest version.");
        }
    }

    private static void CheckBrought(BroughtMeasure brought, Candidate candidate, Violations faults)
    {
        var (measure, field, from) = (brought.Measure, brought.Field, candidate.From);
        if (measure.LegalBase.Length == 0)
            faults.Add($"{field}.legal_base", "", "ME24", "", "a legal base, of the measure or of the proposal",
                "Nothing says by which law it applies.");
        else
            faults.Text($"{field}.legal_base", "", measure.LegalBase, TextLengthMax);
        if (measure.GoodsCode.Length > 0 && !candidate.Document.Lines.Any(
            line => line.GoodsCode.StartsWith(measure.GoodsCode, StringComparison.Ordinal)))
            faults.Add($"{field}.goods_code", "", "ME7", measure.GoodsCode, "a line in scope, or a code above one",
                "The tariff has no such line: the measure would bind nothing.");
        foreach (var (place, footnote) in measure.Footnotes.Index())
            faults.Text($"{field}.footnotes[{place}]", "", footnote, TextLengthMax);
        if (Wire.TryDay(measure.ReviewBy, out var review) && review <= from)
            faults.Add($"{field}.review_by", "", "REVIEW_LAPSED", measure.ReviewBy, $"after {Wire.Day(from)}",
                "The members would have looked at it again before it counts.");
    }
}
