using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Google.Protobuf;
using Administration = CrmClub.Contracts.Membership.V1.Administration;
using AdministrationPolicy = CrmClub.Contracts.Membership.V1.AdministrationPolicy;
using CertificateLevel = CrmClub.Contracts.Tariffs.V1.CertificateLevel;
using ClubLine = CrmClub.Contracts.Tariffs.V1.ClubLine;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Tariffs.V1.CountryGroupMember;
using ExchangeRate = CrmClub.Contracts.Tariffs.V1.ExchangeRate;
using Material = CrmClub.Contracts.Tariffs.V1.Material;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;
using ReferencePrice = CrmClub.Contracts.Tariffs.V1.ReferencePrice;
using RoundingMode = CrmClub.Contracts.Membership.V1.RoundingMode;
using RoundingPolicy = CrmClub.Contracts.Membership.V1.RoundingPolicy;
using RoundingStep = CrmClub.Contracts.Membership.V1.RoundingStep;
using Stage = CrmClub.Contracts.Tariffs.V1.Stage;
using TypeExclusion = CrmClub.Contracts.Tariffs.V1.TypeExclusion;

namespace CrmClub.Declarations.Tests;

/// <summary>A club with the tariff and the rates of the published stories: test data.</summary>
internal static partial class World
{
    public const string FirstDay = "2027-01-04";
    public const string SupplierCertificate = "C-MY-7";
    /// <summary>A line on which there are floors of two materials.</summary>
    public const string MixedOxides = "28469080";

    public const string GermanTenant = "7e000000-0000-4000-8000-0000000000de";
    public const string JapaneseTenant = "7e000000-0000-4000-8000-0000000000b1";
    public const string GermanSystem = "5e000000-0000-4000-8000-0000000000de";
    public const string JapaneseSystem = "5e000000-0000-4000-8000-0000000000b1";
    public const string SecretariatTenant = "c1b00000-0000-4000-8000-000000000001";

    public static readonly DateOnly Today = new(2027, 9, 20);

    public static Standing Standing(params Certificate[] certificates) => new(
        Membership(),
        new TariffView([Release()], [], 1, new ExchangeRateTable(Rates().Select(rate => ExchangeRates.From(rate, 1))),
            ReferencePriceTable.Empty),
        CertificateView.Empty.With([.. certificates.Select((one, index) => (index + 1L, one))]),
        ProfileBook.Empty,
        new CapacityBook());

    public static MembershipView Membership() => new(1, [.. MembershipRecords.Of(Founding())]);

    public static TariffRelease Release() => new(
        1, ByteString.CopyFrom(Sha(Tariff().ToByteArray())), Wire.ParseDay(FirstDay),
        TariffSnapshot.Compile(TariffDocuments.ToTariff(Tariff())));

    public static byte[] Sha(byte[] bytes) => System.Security.Cryptography.SHA256.HashData(bytes);

    public static Certificate Issued(string number = SupplierCertificate) => new()
    {
        Number = number,
        Version = 1,
        Facility = "MY-7",
        Country = "MY",
        Level = CertificateLevel.B,
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "20" } },
        State = CertificateState.Issued,
        ValidFrom = FirstDay,
        ValidTo = "2030-01-04",
    };

    public static Certificate Revoked(string from, string number = SupplierCertificate)
    {
        var revoked = Issued(number);
        revoked.Version = 2;
        revoked.State = CertificateState.Revoked;
        revoked.RevokedFrom = from;
        revoked.RevocationGround = RevocationGround.Fraud;
        return revoked;
    }

    /// <summary>Version 2, suspended; with a day until which, version 3, lifted.</summary>
    public static Certificate Suspended(string from, string until = "")
    {
        var suspended = Issued();
        suspended.Version = until.Length == 0 ? 2 : 3;
        suspended.State = until.Length == 0 ? CertificateState.Suspended : CertificateState.Issued;
        suspended.Suspensions.Add(
            new CertificateSuspension { From = from, Until = until, Ground = SuspensionGround.Inquiry });
        return suspended;
    }

    public static Certificate Superseded(string from)
    {
        var superseded = Issued();
        superseded.Version = 2;
        superseded.State = CertificateState.Superseded;
        (superseded.SupersededFrom, superseded.SupersededBy) = (from, "C-MY-8");
        return superseded;
    }

    /// <summary>Dysprosium oxide from the certified facility.</summary>
    public static Declaration Dysprosium(
        string administration, string lrn, string netMassKg, string value, string day = "2027-03-08",
        string certificate = SupplierCertificate) => new()
        {
            Administration = administration,
            Lrn = lrn,
            AcceptanceDay = day,
            Declarant = administration == "JP" ? JapaneseTrader : "DE1234567",
            Importer = administration == "JP" ? JapaneseTrader : "DE7654321",
            Exporter = "MY-7 Separation",
            Procedure = "4000",
            DispatchCountry = "MY",
            DestinationCountry = administration,
            InvoiceCurrency = "USD",
            Items =
        {
            new GoodsItem
            {
                Number = 1,
                GoodsCode = "28469020",
                Description = "Dysprosium oxide",
                Origin = "MY",
                NetMassKg = netMassKg,
                GrossMassKg = netMassKg,
                CustomsValue = new() { Amount = value, Currency = "USD" },
                Facility = "MY-7",
                Documents = { new Contracts.Tariffs.V1.Document { Code = "9CRM", Reference = certificate } },
            },
        },
        };

    /// <summary>60 kg of dysprosium oxide and 40 kg of that of neodymium and praseodymium in one item.</summary>
    public static Declaration Mixed(string lrn)
    {
        var declaration = Dysprosium("DE", lrn, "100", "16000.00");
        var item = declaration.Items[0];
        (item.GoodsCode, item.Facility, item.ContainedShare) = (MixedOxides, "", "0.6");
        item.Quantities.Add(new Contracts.Tariffs.V1.Quantity { Amount = "40", Unit = "kg NdPrO" });
        item.Documents.Clear();
        item.Documents.Add(new Contracts.Tariffs.V1.Document { Code = "9CRA", Reference = "A-1" });
        return declaration;
    }

    public static ReferencePrice Price(string material, string unit, string amount) => new()
    {
        Material = material,
        Stage = Stage.SeparatedCompound,
        ContentUnit = unit,
        Price = new() { Amount = amount, Currency = "USD" },
        ValidFrom = FirstDay,
        Source = "test data",
    };

    /// <summary>Two metals from China, without a certificate.</summary>
    public static Declaration Metals(string administration, string lrn, string day)
    {
        var declaration = Dysprosium(administration, lrn, "1000", "121234.56", day);
        declaration.DispatchCountry = "CN";
        var first = declaration.Items[0];
        first.GoodsCode = "28053010";
        first.Origin = "CN";
        first.Facility = "";
        first.Documents.Clear();
        var second = first.Clone();
        second.Number = 2;
        second.GoodsCode = "28053020";
        second.NetMassKg = second.GrossMassKg = "100";
        second.CustomsValue.Amount = "43210.99";
        declaration.Items.Add(second);
        return declaration;
    }

    /// <summary>Consignment T of the published story: Australian oxide with proof of origin.</summary>
    public static Declaration Oxide(string lrn, string day, string origin = "AU")
    {
        var declaration = Dysprosium("DE", lrn, "10000", "1000000.00", day);
        declaration.DispatchCountry = origin;
        declaration.InvoiceCurrency = "EUR";
        var item = declaration.Items[0];
        (item.GoodsCode, item.Origin, item.Facility) = ("28469010", origin, "");
        item.CustomsValue.Currency = "EUR";
        item.Documents.Clear();
        item.Documents.Add(new Contracts.Tariffs.V1.Document { Code = "9CRO", Reference = $"{origin}-2027-1" });
        return declaration;
    }

    public static IEnumerable<ExchangeRate> Rates() =>
    [
        Rate("EU-MONTHLY", "EUR", "USD", "1.1250", "2027-03-01", "2027-04-01"),
        Rate("EU-MONTHLY", "EUR", "USD", "1.1250", "2027-05-01", "2027-06-01"),
        Rate("EU-MONTHLY", "EUR", "USD", "1.1310", "2027-06-01", "2027-07-01"),
        Rate("EU-MONTHLY", "EUR", "USD", "1.2000", "2027-09-01", "2027-10-01"),
        Rate("JP-WEEKLY", "USD", "JPY", "151.35", "2027-03-07", "2027-03-14"),
        Rate("JP-WEEKLY", "USD", "JPY", "148.27", "2027-05-30", "2027-06-06"),
    ];

    public static TariffDocument Tariff() => new()
    {
        Title = "Test tariff",
        Nomenclature = "HS2022",
        Materials = { Material("NdPr", "NdPrO", "1.17"), Material("Dy", "Dy2O3", "1.14768") },
        Lines =
        {
            Line("28469010", Stage.SeparatedCompound, "NdPr", "NdPrO"),
            Line("28469020", Stage.SeparatedCompound, "Dy", "Dy2O3"),
            Line(MixedOxides, Stage.SeparatedCompound, "Dy", "Dy2O3"),
            Line("28053010", Stage.Metal, "NdPr", "NdPr"),
            Line("28053020", Stage.Metal, "Dy", "Dy"),
        },
        Groups =
        {
            new CountryGroup
            {
                Id = "DOM-DY-SEP",
                NameEn = "Dominant",
                Members = { new CountryGroupMember { Country = "CN", ValidFrom = FirstDay } },
            },
        },
        Measures =
        {
            Measure("M1", MeasureType.Base, "284690", "20 %"),
            Measure("M2", MeasureType.Base, "280530", "25 %"),
            Certified("M3A", CertificateLevel.A, "5 %"),
            Certified("M3B", CertificateLevel.B, "10 %"),
            Certified("M3C", CertificateLevel.C, "15 %"),
            Measure("M6", MeasureType.PriceFloor, "28469020", "FLOOR 325 USD / kg Dy2O3"),
            Measure("M7", MeasureType.PriceFloor, "28469010", "FLOOR 110 USD / kg NdPrO"),
            Measure("M8", MeasureType.PriceFloor, "28053010", "FLOOR 130 USD / kg NdPr"),
            Measure("M9", MeasureType.PriceFloor, "28053020", "FLOOR 400 USD / kg Dy"),
            Measure("M13", MeasureType.PriceFloor, MixedOxides, "FLOOR 325 USD / kg Dy2O3"),
            Measure("M14", MeasureType.PriceFloor, MixedOxides, "FLOOR 110 USD / kg NdPrO"),
            PhaseIn(),
            Prohibition(),
            Quota(),
        },
        Exclusions =
        {
            new TypeExclusion { Applied = MeasureType.TariffQuota, Excluded = MeasureType.PriceFloor },
        },
        Quotas = { Quotas() },
    };

    private static Measure PhaseIn()
    {
        var measure = Measure("M11", MeasureType.PhaseIn, "2846", "SHARE OF BASE");
        measure.Origin = "ACCEDING";
        measure.RequiredDocument = "9CRO";
        return measure;
    }

    private static Measure Prohibition()
    {
        var measure = Measure("M12", MeasureType.Prohibition, "2805", "");
        measure.Origin = "KP";
        measure.ExcludedOrigins.Clear();
        return measure;
    }

    public static FoundingDocument Founding() => new()
    {
        FoundingDay = FirstDay,
        SecretariatTenantId = SecretariatTenant,
        Parties = { Party("EU", "DE"), Party("JP", "JP") },
        Terms = new TreatyTerms
        {
            GoodsOnTheWay =
            {
                new GoodsOnTheWayTerm { ValidFrom = FirstDay, ValidTo = "2027-07-01", Days = 60 },
                new GoodsOnTheWayTerm { ValidFrom = "2027-07-01", Days = 90 },
            },
        },
        Administrations =
        {
            AdministrationOf("DE", "EU", "Europe/Berlin", GermanTenant, new AdministrationPolicy
            {
                ValidFrom = FirstDay,
                Currency = "EUR",
                ExchangeRateSeries = "EU-MONTHLY",
                TimeBarYears = 3,
                Adjustments = new() { HearingDays = 30, FraudTimeBarYears = 5, SmallestAmount = "10" },
                Rounding = new RoundingPolicy { BaseSteps = { Nearest("0.01") }, LineStep = Nearest("0.01") },
            }),
            AdministrationOf("JP", "JP", "Asia/Tokyo", JapaneseTenant, new AdministrationPolicy
            {
                ValidFrom = FirstDay,
                Currency = "JPY",
                ExchangeRateSeries = "JP-WEEKLY",
                TimeBarYears = 5,
                Adjustments = new() { HearingDays = 30, FraudTimeBarYears = 7 },
                Rounding = new RoundingPolicy
                {
                    BaseSteps = { Cut("1"), Cut("1000") }, LineStep = Cut("1"), TotalStep = Cut("100"),
                },
            }),
        },
        CustomsSystems =
        {
            new CustomsSystem { ClientId = GermanSystem, Administration = "DE", Name = "customs-de" },
            new CustomsSystem { ClientId = JapaneseSystem, Administration = "JP", Name = "customs-jp" },
        },
    };

    private const string JapaneseTrader = "7000012050002";

    private static RoundingStep Nearest(string unit) => new() { Unit = unit, Mode = RoundingMode.HalfAwayFromZero };

    private static RoundingStep Cut(string unit) => new() { Unit = unit, Mode = RoundingMode.Cut };

    private static Party Party(string code, string country) => new()
    {
        Code = code,
        NameEn = code,
        Countries = { country },
        VotingSharePercent = "50",
        Statuses = { new PartyStatusRow { Status = PartyStatus.Member, ValidFrom = FirstDay } },
    };

    private static Administration AdministrationOf(
        string code, string party, string zone, string tenant, AdministrationPolicy policy) => new()
        {
            Code = code,
            Party = party,
            NameEn = code,
            TimeZone = zone,
            TenantId = tenant,
            Policies = { policy },
        };

    private static ExchangeRate Rate(
        string series, string from, string to, string rate, string first, string end) => new()
        {
            Series = series,
            Base = from,
            Quote = to,
            Rate = rate,
            ValidFrom = first,
            ValidTo = end,
            Source = "test data",
        };

    private static Material Material(string code, string oxide, string factor) =>
        new() { Code = code, NameEn = code, Oxide = oxide, KgOxidePerKgMetal = factor };

    private static ClubLine Line(string code, Stage stage, string material, string unit) => new()
    {
        GoodsCode = code,
        DescriptionEn = code,
        Stage = stage,
        Material = material,
        ContentUnit = unit,
        DefaultContainedShare = "1",
    };

    private static Measure Measure(string id, MeasureType type, string code, string expression) => new()
    {
        Id = id,
        Type = type,
        GoodsCode = code,
        Origin = "ALL",
        ExcludedOrigins = { "CLUB" },
        Expression = expression,
        ValidFrom = FirstDay,
        LegalBase = "Annex II",
    };

    private static Measure Certified(string id, CertificateLevel level, string expression)
    {
        var measure = Measure(id, MeasureType.CertifiedSupplier, "28469020", expression);
        measure.ExcludedOrigins.Add("DOM-DY-SEP");
        measure.RequiredDocument = "9CRM";
        measure.CertificateLevel = level;
        return measure;
    }
}

/// <summary>A club whose day stands still.</summary>
internal sealed class StandingDay(DateOnly day) : ClubTime
{
    /// <summary>Where a test moves it.</summary>
    public DateOnly Day { get; set; } = day;

    public override DateTimeOffset UtcNow => new(Day.ToDateTime(new TimeOnly(10, 0)), TimeSpan.Zero);
}
