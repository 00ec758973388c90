using System.Globalization;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Engine;

/// <summary>
/// A tariff of any size, the same each time: three measures a line, which are a third-country duty with a minimum and
/// a maximum, a certified supplier's duty and a price floor; and items all over it, every second with a certificate.
/// </summary>
internal sealed class GeneratedTariff
{
    public const int MeasuresPerLine = 3;
    public const int Items = 1024;

    private const int FirstCode = 10_000_000;
    private const string Facility = "MY-7";

    private static readonly DateOnly Day = new(2027, 3, 8);
    public static readonly Validity Valid = new(new DateOnly(2027, 1, 4), null);
    private static readonly string[] Origins = ["MY", "AU", "BR", "CA", "CL", "CN", "IN", "KZ", "MG", "MM", "NA", "NO",
        "RU", "RW", "TH", "TR", "UA", "US", "VN", "ZA"];

    private static readonly DutyExpression[] Duties = [.. new[] { 0, 1 }.Select(line => DutyExpression.Parse(
        FormattableString.Invariant($"{Rate(line) * 100} % MIN {Least(line)} EUR / kg MAX {Most} EUR / kg")))];

    private static readonly DutyExpression Share = DutyExpression.Parse("4 %");
    private static readonly DutyExpression Floor = DutyExpression.Parse("FLOOR 325 EUR / kg Dy2O3");

    private static readonly CertificateEvidence Certificate = new("CRM-2027-000001", 1, CertificateLevel.B, "MY",
        Facility, [new("Dy", Stage.SeparatedCompound)], Valid, null);

    private readonly DutyBasis _basis;
    private readonly Consignment[] _items;

    /// <summary>The most of a third-country duty, EUR a kg.</summary>
    public const decimal Most = 9;

    public GeneratedTariff(int measures)
    {
        var cent = new RoundingStep(0.01m, RoundingMode.HalfAwayFromZero);
        var lines = measures / MeasuresPerLine;
        _basis = new DutyBasis(
            TariffSnapshot.Compile(Of(measures)),
            new AdministrationPolicy("DE", "EUR", new RoundingPolicy([cent], cent, null), "EU-MONTHLY"),
            new ExchangeRateTable([]),
            new NoMembers());
        // Far apart, so that a large tariff does not lie in the processor's cache by chance.
        _items = [.. Enumerable.Range(0, Items).Select(item => Item(item, LineOf(item, lines)))];
        Picked = [.. _items.Select((item, index) => Pick(item, LineOf(index, lines)))];
        if (Array.Exists(_items, item => DutyCalculator.Decide(_basis, item).Amounts.Count != 2))
            throw new InvalidOperationException("Each item bears a duty and a levy.");
    }

    public IReadOnlyList<Consignment> Consignments => _items;

    /// <summary>The same items with the figures of their measures.</summary>
    public IReadOnlyList<PickedItem> Picked { get; }

    /// <summary>Share of the value that a line's third-country duty is.</summary>
    public static decimal Rate(int line) => line % 2 == 0 ? 0.08m : 0.125m;

    /// <summary>The least of it, EUR a kg.</summary>
    public static decimal Least(int line) => line % 2 == 0 ? 2 : 3;

    /// <summary>The tariff before it is compiled.</summary>
    public static Tariff Of(int measures) => new("Generated",
        [new Material("Dy", "Dysprosium", "", "Dy2O3", 1.14768m)],
        [.. Enumerable.Range(0, measures / MeasuresPerLine).Select(Line)],
        [new CountryGroup("DOM-DY-SEP", "Dominant", [new("CN", Valid)])],
        [.. Enumerable.Range(0, measures / MeasuresPerLine).SelectMany(Measures)]);

    /// <summary>Decides every item once.</summary>
    public decimal Decide()
    {
        var sum = 0m;
        foreach (var item in _items) sum += DutyCalculator.Decide(_basis, item).Duty;
        return sum;
    }

    /// <summary>Decides and explains every item once.</summary>
    public int Explain()
    {
        var measures = 0;
        foreach (var item in _items) measures += DutyCalculator.Explain(_basis, item).Findings.Count;
        return measures;
    }

    private static int LineOf(int item, int lines) => (int)(item * 7_919L % lines);

    private static PickedItem Pick(Consignment item, int line) => new()
    {
        Value = item.CustomsValue,
        Kilograms = item.NetMassKg,
        Certified = !item.Documents.IsEmpty,
        Rate = Rate(line),
        Least = Least(line),
        Most = Most,
    };

    private static ClubLine Line(int line) =>
        new(Code(line), "Generated", "", Stage.SeparatedCompound, "Dy", "Dy2O3", 0.97m);

    private static IEnumerable<Measure> Measures(int line)
    {
        var (number, code) = (line * MeasuresPerLine, Code(line));
        yield return Of(number, MeasureType.Base, code, Duties[line % Duties.Length], "");
        yield return Of(number + 1, MeasureType.CertifiedSupplier, code, Share, DocumentCodes.Certificate);
        yield return Of(number + 2, MeasureType.PriceFloor, code, Floor, "");
    }

    private static Measure Of(int number, MeasureType type, string code, DutyExpression duty, string document)
    {
        var certified = document.Length > 0;
        return new Measure($"M-{number}", type, code, CountryGroup.All,
            certified ? [CountryGroup.Club, "DOM-DY-SEP"] : [CountryGroup.Club], duty, document,
            certified ? CertificateLevel.B : CertificateLevel.None, Valid, null, "Generated", []);
    }

    private static Consignment Item(int item, int line)
    {
        var certified = item % 2 == 0;
        return new Consignment(Day, Code(line), certified ? Certificate.Country : Origins[item % Origins.Length], "",
            100 + (item % 400), 20_000 + (item * 13.37m), "EUR", null, certified ? Facility : "",
            certified ? [new PresentedDocument(DocumentCodes.Certificate, Certificate.Number)] : [],
            certified ? [Certificate] : []);
    }

    /// <summary>Code of a line.</summary>
    public static string Code(int line) => (FirstCode + (line * 7)).ToString(CultureInfo.InvariantCulture);

    private sealed class NoMembers : IClubMembership
    {
        public Suspension? Suspension(string country, DateOnly day) => null;

        public bool IsMember(string country, DateOnly day) => false;

        public decimal? PhaseInShare(string country, DateOnly day) => null;
    }
}
