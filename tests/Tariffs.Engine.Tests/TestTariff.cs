using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>A tariff of ten measures, with round figures that can be checked by hand; all of it is test data.</summary>
internal static class TestTariff
{
    public static readonly DateOnly Start = new(2027, 1, 4);

    public static readonly Validity FromStart = new(Start, null);

    public static readonly DateOnly Change = new(2027, 6, 1);

    private static readonly RoundingStep Cent = new(0.01m, RoundingMode.HalfAwayFromZero);

    public static readonly AdministrationPolicy Germany = new("DE", "EUR",
        new RoundingPolicy([Cent], Cent, null),
        "EU-MONTHLY");

    public static readonly AdministrationPolicy Japan = new("JP", "JPY",
        new RoundingPolicy([new(1, RoundingMode.Cut), new(1000, RoundingMode.Cut)], new(1, RoundingMode.Cut),
            new(100, RoundingMode.Cut)),
        "JP-WEEKLY");

    public static readonly ExchangeRateTable Rates = new(
    [
        new("JP-WEEKLY", "USD", "JPY", 151.35m, Days("2027-03-07", "2027-03-14")),
        new("JP-WEEKLY", "USD", "JPY", 148.27m, Days("2027-05-30", "2027-06-06")),
        new("EU-MONTHLY", "EUR", "USD", 1.1250m, Days("2027-03-01", "2027-04-01")),
        new("EU-MONTHLY", "EUR", "USD", 1.1250m, Days("2027-05-01", "2027-06-01")),
        new("EU-MONTHLY", "EUR", "USD", 1.1310m, Days("2027-06-01", "2027-07-01")),
    ]);

    public static readonly Tariff Version1 = Make("25 %", "FLOOR 130 USD / kg NdPr");

    /// <summary>M2 and M8 raised from June on.</summary>
    public static readonly Tariff Version2 = Make("27.5 %", "FLOOR 135 USD / kg NdPr");

    /// <summary>With quota 099020 for dysprosium oxide, on which no floor is added.</summary>
    public static readonly Tariff WithQuota = Version1 with
    {
        Measures =
        [
            .. Version1.Measures,
            Measure("M5", MeasureType.TariffQuota, "28469020", "ALL", "0 %", "CLUB") with { OrderNumber = "099020" },
        ],
        Exclusions = [new(MeasureType.TariffQuota, MeasureType.PriceFloor)],
    };

    private static readonly TariffSnapshot Snapshot1 = TariffSnapshot.Compile(Version1);

    public static IClubMembership Club { get; } = new Members(["JP", "DE", "FR"]);

    public static DutyBasis Basis(AdministrationPolicy policy, Tariff? tariff = null) =>
        new(tariff is null ? Snapshot1 : TariffSnapshot.Compile(tariff), policy, Rates, Club);

    /// <summary>Dysprosium oxide from Malaysia in March, without any request.</summary>
    public static Consignment DysprosiumOxide(decimal net, decimal value) =>
        new(new DateOnly(2027, 3, 8), "28469020", "MY", "", net, value, "USD", null, "", [], []);

    public static Consignment Metal(string goodsCode, DateOnly day, decimal net, decimal value) =>
        new(day, goodsCode, "CN", "", net, value, "USD", null, "", [], []);

    public static CertificateEvidence Certificate(CertificateLevel level = CertificateLevel.B) =>
        new("C-MY-7", 1, level, "MY", "MY-7", [new("Dy", Stage.SeparatedCompound)], Days("2027-01-04", "2030-01-04"),
            null);

    public static Consignment With(this Consignment consignment, string code, string reference = "") =>
        consignment with { Documents = [.. consignment.Documents, new PresentedDocument(code, reference)] };

    public static Consignment With(this Consignment consignment, CertificateEvidence certificate) =>
        consignment.With(DocumentCodes.Certificate, certificate.Number) with
        {
            Certificates = [.. consignment.Certificates, certificate],
        };

    public static Measure Measure(
        string id, MeasureType type, string code, string origin, string expression, params string[] excluded) =>
        new(id, type, code, origin, excluded, DutyExpression.Parse(expression), "", CertificateLevel.None, FromStart,
            null, "Treaty, annex 2", []);

    public static Validity Days(string from, string to) =>
        new(DateOnly.ParseExact(from, "yyyy-MM-dd"), DateOnly.ParseExact(to, "yyyy-MM-dd"));

    private static Tariff Make(string metal, string floor) => new(
        "Test tariff",
        [
            new("Dy", "Dysprosium", "ジスプロシウム", "Dy2O3", 1.14768m),
            new("NdPr", "Neodymium, praseodymium", "ネオジム・プラセオジム", "NdPrO", 1.17m),
        ],
        [
            new("28469010", "Nd, Pr oxide", "", Stage.SeparatedCompound, "NdPr", "NdPrO", 1),
            new("28469020", "Dy oxide", "", Stage.SeparatedCompound, "Dy", "Dy2O3", 1),
            new("28469030", "Tb oxide", "", Stage.SeparatedCompound, "", "", null),
            new("28053010", "NdPr metal", "", Stage.Metal, "NdPr", "NdPr", 1),
            new("28053020", "Dy metal", "", Stage.Metal, "Dy", "Dy", 1),
        ],
        [
            new("DOM-DY-SEP", "Dysprosium, separated", [new("CN", FromStart)]),
            new("DOM-NDPR-SEP", "NdPr, separated", [new("CN", FromStart)]),
        ],
        [
            Measure("M1a", MeasureType.Base, "28469010", "ALL", "20 %", "CLUB"),
            Measure("M1b", MeasureType.Base, "28469020", "ALL", "20 %", "CLUB"),
            Measure("M1c", MeasureType.Base, "28469030", "ALL", "20 %", "CLUB"),
            Measure("M2", MeasureType.Base, "280530", "ALL", metal, "CLUB"),
            .. Certified("M3", "28469020", "DOM-DY-SEP"),
            .. Certified("M4", "28469010", "DOM-NDPR-SEP"),
            Measure("M6", MeasureType.PriceFloor, "28469020", "ALL", "FLOOR 325 USD / kg Dy2O3", "CLUB"),
            Measure("M7", MeasureType.PriceFloor, "28469010", "ALL", "FLOOR 110 USD / kg NdPrO", "CLUB"),
            Measure("M8", MeasureType.PriceFloor, "28053010", "ALL", floor, "CLUB"),
            Measure("M9", MeasureType.PriceFloor, "28053020", "ALL", "FLOOR 400 USD / kg Dy", "CLUB"),
            Preference("M10a", "2846"),
            Preference("M10b", "2805"),
        ]);

    private static IEnumerable<Measure> Certified(string id, string code, string dominance) =>
        new[] { ("A", "5 %"), ("B", "10 %"), ("C", "15 %") }.Select(level =>
            Measure(id + level.Item1, MeasureType.CertifiedSupplier, code, "ALL", level.Item2, "CLUB", dominance) with
            {
                RequiredDocument = DocumentCodes.Certificate,
                Level = Enum.Parse<CertificateLevel>(level.Item1),
            });

    private static Measure Preference(string id, string code) =>
        Measure(id, MeasureType.ClubPreference, code, "CLUB", "0 %") with
        {
            RequiredDocument = DocumentCodes.ProofOfOrigin,
        };

    private sealed class Members(string[] countries) : IClubMembership
    {
        public bool IsMember(string country, DateOnly day) => countries.Contains(country);

        public Suspension? Suspension(string country, DateOnly day) => null;

        public decimal? PhaseInShare(string country, DateOnly day) => country != "AU" ? null : day switch
        {
            { Year: < 2027 } or { Year: 2027, Month: < 7 } => null,
            _ => day < new DateOnly(2028, 7, 1) ? 75 : day < new DateOnly(2029, 7, 1) ? 50 : 25,
        };
    }
}
