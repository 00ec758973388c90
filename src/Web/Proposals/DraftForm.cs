using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Proposals;

/// <summary>A measure as it is written into a row of the page.</summary>
public sealed class MeasureForm
{
    /// <summary>Place of the row in what was read, whose other fields stay; empty for a new one.</summary>
    public string? Place { get; set; }

    /// <summary>Of an amendment: id of the measure that ends.</summary>
    public string? Id { get; set; }

    public string? Type { get; set; }

    public string? GoodsCode { get; set; }

    public string? Origin { get; set; }

    /// <summary>With blanks between.</summary>
    public string? ExcludedOrigins { get; set; }

    public string? Expression { get; set; }

    public string? RequiredDocument { get; set; }

    public string? OrderNumber { get; set; }

    public string? ValidTo { get; set; }

    public string? ReviewBy { get; set; }

    /// <summary>Whether nothing is written in it.</summary>
    public bool IsBlank => new[] { Id, GoodsCode, Origin, Expression }.All(string.IsNullOrWhiteSpace);

    /// <summary>The row of a measure.</summary>
    public static MeasureForm Of(Measure measure, int place, string id = "") => new()
    {
        Place = $"{place}",
        Id = id,
        Type = $"{measure.Type}",
        GoodsCode = measure.GoodsCode,
        Origin = measure.Origin,
        ExcludedOrigins = string.Join(' ', measure.ExcludedOrigins),
        Expression = measure.Expression,
        RequiredDocument = measure.RequiredDocument,
        OrderNumber = measure.OrderNumber,
        ValidTo = measure.ValidTo,
        ReviewBy = measure.ReviewBy,
    };

    /// <summary>The row of what was sent, by the names of its fields.</summary>
    public static MeasureForm Of(Func<string, string> sent) => new()
    {
        Place = sent(nameof(Place)),
        Id = sent(nameof(Id)),
        Type = sent(nameof(Type)),
        GoodsCode = sent(nameof(GoodsCode)),
        Origin = sent(nameof(Origin)),
        ExcludedOrigins = sent(nameof(ExcludedOrigins)),
        Expression = sent(nameof(Expression)),
        RequiredDocument = sent(nameof(RequiredDocument)),
        OrderNumber = sent(nameof(OrderNumber)),
        ValidTo = sent(nameof(ValidTo)),
        ReviewBy = sent(nameof(ReviewBy)),
    };

    /// <summary>The measure, with what the row has no field for as it was.</summary>
    public Measure Read(Func<int, Measure?> known)
    {
        var measure = int.TryParse(Place, CultureInfo.InvariantCulture, out var place)
            ? known(place)?.Clone() ?? new Measure()
            : new Measure();
        measure.Type = Enum.TryParse<MeasureType>(Type, ignoreCase: true, out var type) ? type : default;
        measure.GoodsCode = string.Concat((GoodsCode ?? "").Where(sign => !char.IsWhiteSpace(sign) && sign != '.'));
        measure.Origin = Text(Origin).ToUpperInvariant();
        measure.ExcludedOrigins.Clear();
        measure.ExcludedOrigins.Add(DraftForm.Words(ExcludedOrigins).Select(word => word.ToUpperInvariant()));
        measure.Expression = Text(Expression);
        measure.RequiredDocument = Text(RequiredDocument);
        measure.OrderNumber = Text(OrderNumber);
        measure.ValidTo = Text(ValidTo);
        measure.ReviewBy = Text(ReviewBy);
        return measure;
    }

    private static string Text(string? text) => text?.Trim() ?? "";
}

/// <summary>A proposal as it is written into the page.</summary>
public sealed class DraftForm
{
    /// <summary>Rows of a kind that a form may have: as many as Tariffs takes measures.</summary>
    internal const int RowsMax = MeasureLines.LinesMax;

    /// <summary>Fields that a form may have: those of as many rows, and its own.</summary>
    internal const int FieldsMax = 16 * RowsMax;

    // New measures after these are shown a line each, where a line can say them.
    private const int RowsShown = 40;

    /// <summary>What is done with it: saved, checked, or given another row.</summary>
    public DraftDeed Do { get; set; }

    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public int KnownRevision { get; set; }

    public string? Title { get; set; }

    public string? Reason { get; set; }

    public string? LegalBase { get; set; }

    public string? EffectiveOn { get; set; }

    /// <summary>Ids of measures that end, with blanks or new lines between.</summary>
    public string? Ends { get; set; }

    public List<MeasureForm> Additions { get; set => field = value ?? []; } = [];

    public List<MeasureForm> Amendments { get; set => field = value ?? []; } = [];

    /// <summary>New measures beside those of the rows, one a line.</summary>
    public string? Lines { get; set; }

    /// <summary>What is written now.</summary>
    public static DraftForm Of(Proposal? proposal)
    {
        if (proposal?.Content is not { } content)
            return new();
        var lines = content.Additions.Select(MeasureLines.Of).ToList();
        var shown = Math.Max(Math.Min(RowsShown, lines.Count), lines.LastIndexOf(null) + 1);
        return new()
        {
            KnownRevision = proposal.Revision,
            Title = content.Title,
            Reason = content.Reason,
            LegalBase = content.LegalBase,
            EffectiveOn = content.EffectiveOn,
            Ends = string.Join('\n', content.Ends),
            Additions = [.. content.Additions.Take(shown).Select((one, place) => MeasureForm.Of(one, place))],
            Amendments = [.. content.Amendments.Select((one, place) => MeasureForm.Of(one.Measure, place, one.Id))],
            Lines = string.Join('\n', lines.Skip(shown)),
        };
    }

    /// <summary>What was sent when the session had ended, by the names of the page's fields.</summary>
    public static DraftForm Of(IFormCollection sent)
    {
        return new DraftForm
        {
            KnownRevision = int.TryParse(Sent(nameof(KnownRevision)), out var known) ? known : 0,
            Title = Sent(nameof(Title)),
            Reason = Sent(nameof(Reason)),
            LegalBase = Sent(nameof(LegalBase)),
            EffectiveOn = Sent(nameof(EffectiveOn)),
            Ends = Sent(nameof(Ends)),
            Additions = Rows(nameof(Additions)),
            Amendments = Rows(nameof(Amendments)),
            Lines = Sent(nameof(Lines)),
        };

        string Sent(string field) => sent[$"Form.{field}"].ToString();

        List<MeasureForm> Rows(string name) =>
        [
            .. Enumerable.Range(0, RowsMax).Select(place => $"{name}[{place}].")
                .TakeWhile(row => sent.ContainsKey($"Form.{row}{nameof(MeasureForm.GoodsCode)}"))
                .Select(row => MeasureForm.Of(field => Sent(row + field))),
        ];
    }

    /// <summary>Leaves out rows in which nothing is written, so that a row's place is that of its measure.</summary>
    public void Compact()
    {
        Additions.RemoveAll(row => row.IsBlank);
        Amendments.RemoveAll(row => row.IsBlank);
    }

    /// <summary>The content, with what the page has no field for as it was.</summary>
    public ProposalContent Read(ProposalContent? known)
    {
        var content = known?.Clone() ?? new ProposalContent();
        content.Title = Title?.Trim() ?? "";
        content.Reason = Reason?.Trim().ReplaceLineEndings("\n") ?? "";
        content.LegalBase = LegalBase?.Trim() ?? "";
        content.EffectiveOn = EffectiveOn?.Trim() ?? "";
        content.Ends.Clear();
        content.Ends.Add(Words(Ends));
        content.Additions.Clear();
        content.Additions.Add(Additions.Select(row => row.Read(place => known?.Additions.ElementAtOrDefault(place))));
        content.Additions.Add(MeasureLines.Read(Lines).Rows.Select(row => row.Read(_ => null)));
        content.Amendments.Clear();
        content.Amendments.Add(Amendments.Select(row => new MeasureAmendment
        {
            Id = row.Id?.Trim() ?? "",
            Measure = row.Read(place => known?.Amendments.ElementAtOrDefault(place)?.Measure),
        }));
        return content;
    }

    /// <summary>The field in which what the contract names so is written, as "Additions[0].GoodsCode".</summary>
    public static string FieldOf(string path) => string.Join('.', path.Split('.')
        .Where(part => part is not ("content" or "measure"))
        .Select(part => string.Concat(part.Split('_').Select(word =>
            word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]))));

    /// <summary>The same fault, named by its line where what it is about was pasted.</summary>
    public Violation AtItsLine(Violation fault)
    {
        const string before = "additions[";
        var from = fault.Field.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var to = from < before.Length ? -1 : fault.Field.IndexOf(']', from);
        if (to < 0 || !int.TryParse(fault.Field[from..to], CultureInfo.InvariantCulture, out var place)
            || place < Additions.Count)
            return fault;
        var moved = fault.Clone();
        moved.Field = $"lines[{MeasureLines.PlaceOf(Lines, place - Additions.Count)}]{fault.Field[(to + 1)..]}";
        return moved;
    }

    internal static string[] Words(string? text) =>
        (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What is done with what is written.</summary>
public enum DraftDeed
{
    /// <summary>It is kept, also where it breaks rules.</summary>
    Save,

    /// <summary>It is looked at, and not kept.</summary>
    Check,

    /// <summary>It gets another row of each kind.</summary>
    More,
}
