using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Contracts.Wording;

/// <summary>
/// A case file as a page to read and to print, in the reader's language: one document that needs nothing else, without
/// a script.
/// </summary>
public static class CasePage
{
    private static readonly string Style = Read();

    /// <summary>By which a page that forbids styles lets this one in: CSP's hash source of its style.</summary>
    public static string StyleHash { get; } =
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    /// <summary>The page, in the language of <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public static string Html(CaseFile file)
    {
        var language = CultureInfo.CurrentUICulture.Name.StartsWith("ja", StringComparison.Ordinal) ? "ja" : "en";
        var page = new HtmlText().Begin(language, Title(file), Style);
        Write(page, file);
        return page.End();
    }

    /// <summary>What it is called, in that language.</summary>
    public static string Title(CaseFile file) => Words.Get("Case", file.Mrn);

    /// <summary>Writes all that is in it into another document, in that language.</summary>
    public static void Write(IDocumentText page, CaseFile file)
    {
        page.Heading(1, Title(file));
        var newest = file.Revisions.Count > 0 ? file.Revisions[^1] : null;
        page.Facts(
            (Words.Get("Total"), Figures.Of(newest?.Answer.Duty)), (Words.Get("Case_State"), Words.Of(file.State)),
            (Words.Get("Case_Administration"), file.Administration), ("LRN", file.Lrn),
            (Words.Get("Case_Issued"), Instant(file.IssuedAt)));
        if (newest?.Receipt?.Declaration is { } declaration)
            Declared(page, declaration);
        foreach (var revision in file.Revisions)
            Revision(page, revision);
        if (file.LeftOut.Count > 0)
            page.Paragraph(Words.Get("Case_LeftOut", string.Join(", ", file.LeftOut)));
        Reports(page, file);
        Adjustments(page, file);
        Basis(page, file);
        page.Heading(2, Words.Get("Case_Verify")).Paragraph(file.Verify);
    }

    private static void Declared(IDocumentText page, Declaration declaration) => page
        .Heading(2, Words.Get("Case_Declaration"))
        .Facts(
            (Words.Get("Case_Declarant"), declaration.Declarant), (Words.Get("Case_Importer"), declaration.Importer),
            (Words.Get("Case_Exporter"), declaration.Exporter),
            (Words.Get("Case_Accepted"), declaration.AcceptanceDay))
        .Table(
            Words.Get("Case_Items"),
            [
                "#", Words.Get("Case_Goods"), Words.Get("Case_Description"), Words.Get("Case_Origin"), "kg",
                Words.Get("CustomsValue"), Words.Get("Case_Documents"),
            ],
            declaration.Items.Select(item => new[]
            {
                $"{item.Number}", Figures.GoodsCode(item.GoodsCode), item.Description, item.Origin,
                Figures.Grouped(item.NetMassKg), Figures.Of(item.CustomsValue),
                string.Join(" · ", item.Documents.Select(one => $"{one.Code} {one.Reference}")),
            }));

    private static void Revision(IDocumentText page, CaseRevision revision)
    {
        var (answer, declared) = (revision.Answer, revision.Receipt?.Declaration);
        page.Heading(2, Words.Get("Case_Revision", answer.Revision)).Facts(
            (Words.Get("Total"), Figures.Of(answer.Duty)), (Words.Get("Case_Decided"), Instant(answer.DecidedAt)),
            (Words.Get("Case_Cause"), answer.Cause),
            (Words.Get("Case_Basis"),
                answer.Versions is { } versions ? string.Join(" · ", Derivation.Of(versions)) : ""));
        foreach (var item in answer.Items)
        {
            var goods = declared?.Items.FirstOrDefault(one => one.Number == item.Item);
            page.Heading(3, Derivation.Title(item, goods, answer.AcceptanceDay)).Table(
                Words.Get("Case_Derivation", item.Item),
                [Words.Get("Case_Step"), Words.Get("Case_Amount"), Words.Get("Case_How")],
                Derivation.Rows(item, goods).Select(row => new[]
                {
                    row.Label, row.Kind == DerivationKind.Refused ? Words.Get("Case_NotApplied") : row.Amount,
                    string.Join(" · ", new[]
                    {
                        row.Why, row.Measure?.Id, row.Measure?.Expression, row.Measure?.LegalBase,
                    }.Where(one => !string.IsNullOrEmpty(one))),
                }));
        }

        if (revision.Receipt is { Receipt.Length: > 0 } document)
            Receipt(page, document.Receipt);
    }

    private static void Receipt(IDocumentText page, string jws)
    {
        var receipt = SignedReceipts.Unproven(jws);
        var head = TreeHeads.Unproven(receipt.TreeHead);
        page.Heading(3, Words.Get("Case_Receipt")).Facts(
            ("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(jws)))),
            (Words.Get("Case_Entry"), receipt.EntrySeq > 0 ? $"{receipt.EntrySeq} ({receipt.EntryLeaf})" : ""),
            (Words.Get("Case_TreeHead"), head is null ? "" : $"{head.Size} ({head.Root}), {Instant(head.At)}"));
    }

    private static void Reports(IDocumentText page, CaseFile file)
    {
        if (file.Reports.Count > 0)
            page.Heading(2, Words.Get("Case_Reports")).Table(
                Words.Get("Case_ReportsCaption"),
                [
                    "#", Words.Get("Case_Reported"), Words.Get("Case_Details"), Words.Get("Case_State"),
                    Words.Get("Case_RevisionHead"), Words.Get("Case_Recorded"),
                ],
                file.Reports.Select(one => new[]
                {
                    $"{one.Number}", Words.Of(one.Report.KindCase), Details(one.Report), Words.Of(one.State),
                    $"{one.Revision}", Instant(one.RecordedAt),
                }));
        if (file.ReportsLeftOut > 0)
            page.Paragraph(Words.Get("Case_ReportsLeftOut", file.ReportsLeftOut));
    }

    private static void Adjustments(IDocumentText page, CaseFile file)
    {
        if (file.Adjustments.Count > 0)
            page.Heading(2, Words.Get("Case_Adjustments"));
        foreach (var one in file.Adjustments)
        {
            page.Heading(3, Figures.Of(one.Difference)).Facts(
                (Words.Get("Case_State"), Words.Of(one.State)), (Words.Get("Case_Cause"), one.Cause),
                (Words.Get("Case_RevisionHead"), $"{one.FromRevision} → {one.ToRevision}"),
                (Words.Get("Case_Proposed"), Instant(one.ProposedAt)), (Words.Get("Case_TimeBar"), one.TimeBar),
                ("ID", one.Id));
            if (one.Reports.Count > 0)
                page.Table(
                    Words.Get("Case_Steps"),
                    [
                        "#", Words.Get("Case_Step"), Words.Get("Case_Details"), Words.Get("Case_State"),
                        Words.Get("Case_Recorded"),
                    ],
                    one.Reports.Select(step => new[]
                    {
                        $"{step.Number}", Words.Of(step.Step.KindCase), Details(step.Step), Words.Of(step.State),
                        Instant(step.RecordedAt),
                    }));
        }

        if (file.AdjustmentsLeftOut > 0)
            page.Paragraph(Words.Get("Case_AdjustmentsLeftOut", file.AdjustmentsLeftOut));
    }

    private static void Basis(IDocumentText page, CaseFile file)
    {
        if (file.Outages.Count > 0)
            page.Heading(2, Words.Get("Case_Outages")).Table(
                Words.Get("Case_OutagesCaption"),
                ["#", Words.Get("Case_From"), Words.Get("Case_To"), Words.Get("Case_Reason")],
                file.Outages.Select(one => new[]
                {
                    $"{one.Number} {one.Administration}", Instant(one.BeganAt), Instant(one.EndedAt), one.Reason,
                }));
        foreach (var cited in file.Tariffs)
            page.Heading(2, Words.Get("Tariff", cited.Version.Number)).Facts(
                    (Words.Get("Case_From"), cited.Version.ValidFrom), ("SHA-256", cited.Version.Hash),
                    (Words.Get("Case_Published"), Instant(cited.Version.PublishedAt)))
                .Table(
                    Words.Get("Case_Measures"),
                    [
                        "ID", Words.Get("Case_Measure"), Words.Get("Case_Goods"), Words.Get("Case_Expression"),
                        Words.Get("Case_From"), Words.Get("Case_LegalBase"),
                    ],
                    cited.Measures.Select(one => new[]
                    {
                        one.Id, Words.Of(one.Type), Figures.GoodsCode(one.GoodsCode), one.Expression, one.ValidFrom,
                        one.LegalBase,
                    }));
        if (file.MeasuresLeftOut > 0)
            page.Paragraph(Words.Get("Case_MeasuresLeftOut", file.MeasuresLeftOut));
        if (file.Approvals.Count > 0)
            page.Heading(2, Words.Get("Case_Approvals")).Table(
                Words.Get("Case_ApprovalsCaption"),
                [
                    Words.Get("Case_Subject"), Words.Get("Case_Authors"), Words.Get("Case_Approver"),
                    Words.Get("Case_Ballot"),
                ],
                file.Approvals.Select(one => new[]
                {
                    one.Subject, string.Join(", ", one.Authors), one.Approver, one.Ballot,
                }));
    }

    private static string Read()
    {
        using var file = new StreamReader(typeof(CasePage).Assembly.GetManifestResourceStream("case.css")!);
        return file.ReadToEnd();
    }

    /// <summary>What a report or a step states, value by value.</summary>
    private static string Details(IMessage stated) => string.Join(" · ", stated.Descriptor.Fields.InFieldNumberOrder()
        .Where(field => field.HasPresence ? field.Accessor.HasValue(stated) : true)
        .Select(field => Detail(field.Accessor.GetValue(stated))).Where(text => text.Length > 0));

    private static string Detail(object? value) => value switch
    {
        Money money => Figures.Of(money),
        IMessage message => Details(message),
        string text => text,
        System.Enum chosen => Figures.Words(chosen),
        System.Collections.IEnumerable many => string.Join(" · ", many.Cast<object>().Select(Detail)),
        _ => "",
    };

    private static string Instant(Timestamp? instant) => instant is null ? ""
        : instant.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
