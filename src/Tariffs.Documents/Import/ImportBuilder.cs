using System.Text.RegularExpressions;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using ClubLine = CrmClub.Contracts.Tariffs.V1.ClubLine;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using Material = CrmClub.Contracts.Tariffs.V1.Material;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;
using Stage = CrmClub.Contracts.Tariffs.V1.Stage;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>A duty as it stands in a table.</summary>
internal sealed record ImportedDuty(
    int Line, string Code, string Description, string Column, string Text, DutyNotation Notation, string Origin,
    string LegalBase)
{
    /// <summary>First day; empty where the table gives none.</summary>
    public string ValidFrom { get; init; } = "";

    /// <summary>Last day; empty where there is none.</summary>
    public string LastDay { get; init; } = "";

    public MeasureType Type { get; init; } = MeasureType.Base;

    /// <summary>Document that asks for it; empty where none.</summary>
    public string Document { get; init; } = "";

    /// <summary>Whether the table's other rows may say something else of the line's rest.</summary>
    public bool IsOfPart { get; init; }

    /// <summary>The code's digits.</summary>
    public string Digits { get; } = new([.. Code.Where(char.IsAsciiDigit)]);
}

/// <summary>
/// Gathers duties into a document. Where codes within a line differ, its parts become additional codes by the table's
/// digits nine and ten: "T010" for …10.
/// </summary>
internal sealed class ImportBuilder(ImportTerms terms)
{
    private static readonly HsEdition Edition = HarmonizedSystem.Editions.Newest;

    private const int LineDigits = 8;
    private const int SubheadingDigits = 6;
    private const string PartPrefix = "T0";
    private const string MeasuresPath = "measures[";

    // Descriptions of the US schedule hold marks such as <sub>.
    private static readonly Regex Tag = new("</?[a-z]+>", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static readonly Dictionary<string, string> MetalNames = new()
    {
        ["Co"] = "Cobalt",
        ["Cr"] = "Chromium",
        ["Cu"] = "Copper",
        ["Mg"] = "Magnesium",
        ["Mn"] = "Manganese",
        ["Mo"] = "Molybdenum",
        ["Ni"] = "Nickel",
        ["Pb"] = "Lead",
        ["Si"] = "Silicon",
        ["V"] = "Vanadium",
        ["W"] = "Tungsten",
        ["Zn"] = "Zinc",
    };

    private readonly List<(ImportedDuty Duty, DutyExpression? Expression)> _duties = [];
    private readonly List<LeftOut> _leftOut = [];
    private readonly List<CountryGroup> _groups = [];
    private readonly Dictionary<string, ImportedDuty> _sources = [];

    public void Add(CountryGroup group) => _groups.Add(group);

    public void LeaveOut(int line, string code, string reason) => _leftOut.Add(new LeftOut(line, code, reason));

    public void Add(ImportedDuty duty)
    {
        var reason = WhyNot(duty, out var expression);
        if (reason is not null)
            LeaveOut(duty.Line, duty.Code, reason);
        if (duty.Digits.Length >= LineDigits)
            _duties.Add((duty, reason is null ? expression : null));
    }

    /// <exception cref="TariffDocumentException">The document that it is imported with is not sound.</exception>
    public ImportedTariff Build()
    {
        var document = new TariffDocument { Title = terms.Title, Nomenclature = Edition.Name };
        if (terms.With is { } with)
        {
            document.Groups.Add(with.Groups);
            document.ExchangeRates.Add(with.ExchangeRates);
            document.Administrations.Add(with.Administrations);
        }

        document.Groups.Add(_groups);
        foreach (var line in _duties.GroupBy(one => one.Duty.Digits[..LineDigits]))
            AddMeasures(document, line.Key, line);
        document.Materials.Add(document.Measures.SelectMany(Contents).Distinct().Order(StringComparer.Ordinal)
            .Select(code => new Material { Code = code, NameEn = MetalNames.GetValueOrDefault(code, code) }));
        LeaveOutFaulty(document);
        document.Lines.Add(document.Measures.DistinctBy(measure => measure.GoodsCode).Select(LineOf));
        return new ImportedTariff(document, [.. _leftOut.OrderBy(one => one.Line)]);
    }

    private string? WhyNot(ImportedDuty duty, out DutyExpression? expression)
    {
        expression = null;
        if (duty.Digits.Length < LineDigits)
            return $"a code of {duty.Digits.Length} digits; duties are laid down for lines of eight";
        if (!Edition.Contains(duty.Digits.AsSpan(0, SubheadingDigits)))
            return $"{duty.Digits[..SubheadingDigits]} is no subheading of {Edition.Name}";
        if (duty.Text.Length == 0)
            return $"{duty.Column} is empty";
        if (!DutyNotations.TryRead(duty.Text, duty.Notation, out expression, out var error))
            return $"{duty.Column} '{duty.Text}', {error}";
        if (expression is SurchargeOnBase)
            return $"{duty.Column} '{duty.Text}' rests on another line's duty";
        if (duty.ValidFrom.Length == 0 && terms.ValidFrom is null)
            throw new ImportException("The table gives no first day of its duties.");
        return null;
    }

    private void AddMeasures(
        TariffDocument document, string code, IEnumerable<(ImportedDuty Duty, DutyExpression? Read)> duties)
    {
        foreach (var same in duties.GroupBy(one =>
            (one.Duty.Origin, one.Duty.ValidFrom, one.Duty.Type, one.Duty.Document)).Select(one => one.ToArray()))
        {
            var isWhole = same.All(one => one.Read is not null && one.Read == same[0].Read && !one.Duty.IsOfPart);
            foreach (var part in same.GroupBy(one => isWhole ? "" : PartOf(one.Duty)).Select(one => one.ToArray()))
            {
                var (first, read) = part[0];
                if (read is null || Array.Exists(part, one => one.Read != read))
                {
                    LeaveOutAll(code, part);
                    continue;
                }

                var measure = MeasureOf(first, code, read);
                measure.AdditionalCode = isWhole ? "" : PartOf(first);
                document.Measures.Add(measure);
                _sources.Add(measure.Id, first);
            }
        }
    }

    private static string PartOf(ImportedDuty duty) => duty.Digits[LineDigits..] is { Length: 2 } part and not "00"
        ? $"{PartPrefix}{part}" : "";

    // What contradicts another line, or has no day, is found as in any other document.
    private void LeaveOutFaulty(TariffDocument document)
    {
        for (var faults = TariffDocuments.Check(document); faults.Count > 0; faults = TariffDocuments.Check(document))
        {
            var faulty = faults.Where(fault => fault.Field.StartsWith(MeasuresPath, StringComparison.Ordinal))
                .ToArray();
            if (faulty.Length == 0)
                throw new TariffDocumentException(faults);
            foreach (var fault in faulty.DistinctBy(IndexOf).OrderByDescending(IndexOf))
            {
                var source = _sources[document.Measures[IndexOf(fault)].Id];
                LeaveOut(source.Line, source.Code, fault.Message);
                document.Measures.RemoveAt(IndexOf(fault));
            }
        }
    }

    private static int IndexOf(Violation fault) =>
        int.Parse(fault.Field.AsSpan(MeasuresPath.Length, fault.Field.IndexOf(']', StringComparison.Ordinal)
            - MeasuresPath.Length));

    private void LeaveOutAll(string code, (ImportedDuty Duty, DutyExpression? Read)[] duties)
    {
        foreach (var (duty, _) in duties.Where(one => one.Read is not null))
        {
            var other = duties.First(one => one.Read is null || one.Read != duties[0].Read);
            LeaveOut(duty.Line, duty.Code, $"{duty.Column} differs within {code}: line {duties[0].Duty.Line} has "
                + $"'{duties[0].Duty.Text}', line {other.Duty.Line} '{other.Duty.Text}'");
        }
    }

    private Measure MeasureOf(ImportedDuty duty, string code, DutyExpression expression) => new()
    {
        Id = duty.Origin == Engine.CountryGroup.All ? $"L-{duty.Line}" : $"L-{duty.Line}-{duty.Origin}",
        Type = duty.Type,
        RequiredDocument = duty.Document,
        GoodsCode = code,
        Origin = duty.Origin,
        Expression = expression.ToString(),
        ValidFrom = duty.ValidFrom.Length > 0 ? duty.ValidFrom : Wire.Day(terms.ValidFrom!.Value),
        ValidTo = Wire.TryDay(duty.LastDay, out var last) ? Wire.Day(last.AddDays(1)) : duty.LastDay,
        LegalBase = duty.LegalBase,
    };

    private ClubLine LineOf(Measure measure)
    {
        var (code, described) = (measure.GoodsCode, Tag.Replace(_sources[measure.Id].Description, ""));
        return new ClubLine
        {
            GoodsCode = code,
            DescriptionEn = described.Length > 0
                ? described
                : Edition.Description(code.AsSpan(0, SubheadingDigits)) ?? "",
            Stage = StageOf(code),
        };
    }

    private static IEnumerable<string> Contents(Measure measure) =>
        MeasureCheck.Specifics(DutyExpression.Parse(measure.Expression))
            .Where(one => one.Unit.IsContent).Select(one => one.Unit.Of);

    // By chapters, as far as they tell; it bears on certificates alone, which no imported duty asks for.
    private static Stage StageOf(string code) => int.Parse(code.AsSpan(0, 2)) switch
    {
        25 => Stage.Ore,
        26 => Stage.Concentrate,
        >= 28 and <= 38 => Stage.SeparatedCompound,
        >= 71 and <= 81 => Stage.Metal,
        _ => Stage.SemiFinished,
    };
}
