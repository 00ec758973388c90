using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Tariff;

/// <summary>How many measures of a type are in force, and when the first of them is looked at again.</summary>
internal sealed record TypeOnDay(MeasureType Type, int Measures, string NextReview);

/// <summary>What a goods code bears on the day.</summary>
/// <param name="Line">The code and its goods.</param>
/// <param name="Base">Third-country duty.</param>
/// <param name="Certified">Of a certified supplier, by level.</param>
/// <param name="Club">With proven club origin.</param>
/// <param name="Floor">Price floor.</param>
/// <param name="NotFrom">Countries whose goods get no certified supplier's duty.</param>
internal sealed record LineOnDay(
    ClubLine Line, string Base, IReadOnlyDictionary<CertificateLevel, string> Certified, string Club, string Floor,
    string NotFrom);

/// <summary>A tariff document as it stands on a legal day.</summary>
internal sealed class TariffOnDay
{
    private const string FloorWord = "FLOOR ";
    private const string Members = "CLUB";

    internal static readonly CertificateLevel[] Levels = [CertificateLevel.A, CertificateLevel.B, CertificateLevel.C];

    private readonly TariffDocument _document;
    private readonly string _day;
    private readonly List<Measure> _measures;

    public TariffOnDay(TariffDocument document, string day)
    {
        (_document, _day) = (document, day);
        _measures = [.. document.Measures.Where(measure => Covers(measure.ValidFrom, measure.ValidTo))];
        Types = [.. _measures.GroupBy(measure => measure.Type).OrderBy(group => group.Key).Select(group =>
            new TypeOnDay(group.Key, group.Count(), group.Min(measure => measure.ReviewBy) ?? ""))];
        Lines = [.. document.Lines.Select(Of)];
    }

    public int InForce => _measures.Count;

    /// <summary>Whether it comes on top of the one alternative that applies.</summary>
    public static bool IsAdditive(MeasureType type) => type is MeasureType.PriceFloor or MeasureType.Safeguard
        or MeasureType.AntiDumping or MeasureType.Countervailing;

    /// <summary>Whether it bears no duty.</summary>
    public static bool IsControl(MeasureType type) =>
        type is MeasureType.Prohibition or MeasureType.Restriction or MeasureType.Monitoring;

    /// <summary>The measures that bind a code: each binds its own and everything under it.</summary>
    public IEnumerable<Measure> Of(string goodsCode) =>
        _measures.Where(measure => goodsCode.StartsWith(measure.GoodsCode, StringComparison.Ordinal));

    public IReadOnlyList<TypeOnDay> Types { get; }

    public IReadOnlyList<LineOnDay> Lines { get; }

    private LineOnDay Of(ClubLine line)
    {
        var measures = Of(line.GoodsCode).ToList();
        string Duty(MeasureType type, CertificateLevel? level = null) => string.Join(" / ", measures
            .Where(measure => measure.Type == type && (level is null || measure.CertificateLevel == level))
            .Select(measure => measure.Expression.StartsWith(FloorWord)
                ? measure.Expression[FloorWord.Length..]
                : measure.Expression)
            .Distinct());
        return new LineOnDay(
            line, Duty(MeasureType.Base),
            Levels.ToDictionary(level => level, level => Duty(MeasureType.CertifiedSupplier, level)),
            Duty(MeasureType.ClubPreference), Duty(MeasureType.PriceFloor), NotFrom(measures));
    }

    private string NotFrom(IEnumerable<Measure> measures) => string.Join(", ", measures
        .Where(measure => measure.Type == MeasureType.CertifiedSupplier)
        .SelectMany(measure => measure.ExcludedOrigins).Distinct().Where(origin => origin != Members)
        .SelectMany(CountriesOf).Distinct().Order());

    private IEnumerable<string> CountriesOf(string origin) =>
        _document.Groups.FirstOrDefault(group => group.Id == origin) is { } group
            ? group.Members.Where(member => Covers(member.ValidFrom, member.ValidTo)).Select(member => member.Country)
            : [origin];

    // Days as they are written compare like days.
    private bool Covers(string from, string to) =>
        string.CompareOrdinal(from, _day) <= 0 && (to.Length == 0 || string.CompareOrdinal(_day, to) < 0);
}
