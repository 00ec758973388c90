using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Duty;
using CrmClub.Tariffs.Measures;
using CrmClub.Tariffs.Rates;
using CrmClub.Tariffs.Versions;
using CrmClub.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Tariffs.Tests;

/// <summary>The founding tariff, asked with the rates of the published stories.</summary>
public sealed class AnswerTests
{
    private static readonly DateTime Founded = new(2026, 12, 15, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Changed = new(2027, 5, 18, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StandingTime Time = new(new DateTimeOffset(2027, 5, 31, 10, 0, 0, TimeSpan.Zero));

    private static readonly TariffBook Book = new(
        [Version(1, "2027-01-04", Founded), Version(2, "2027-06-01", Changed)],
        [
            new ExchangeRateSet
            {
                Number = 1,
                Rates =
                {
                    Rate("EU-MONTHLY", "EUR", "USD", "1.1250", "2027-03-01", "2027-06-01"),
                    Rate("JP-WEEKLY", "USD", "JPY", "151.35", "2027-03-07", "2027-03-14"),
                    Rate("JP-WEEKLY", "USD", "JPY", "148.00", "2027-05-30", "2027-06-06"),
                },
            },
            new ExchangeRateSet
            {
                Number = 2,
                Rates = { Rate("JP-WEEKLY", "USD", "JPY", "148.27", "2027-05-30", "2027-06-06") },
            },
        ]);

    [Theory]
    [InlineData("2027-06-01", 17, 1)]
    [InlineData("2027-06-01", 19, 2)]
    [InlineData("2027-05-31", 19, 1)]
    public void GetTariffVersion_OfADayAsKnown_IsTheNewestThatCoversIt(string day, int knownOnMay, int version)
    {
        var request = new GetTariffVersionRequest
        {
            AsOf = day,
            KnownAt = Timestamp.FromDateTime(new DateTime(2027, 5, knownOnMay, 12, 0, 0, DateTimeKind.Utc)),
        };

        Assert.Equal(version, GetTariffVersion.Answer(Book, request, Time, TestTariffs.Key).Version.Number);
    }

    [Theory]
    [InlineData(3, "")]
    [InlineData(0, "2027-01-03")]
    public void GetTariffVersion_ThatIsNotThere_IsNotFound(int number, string day)
    {
        var request = new GetTariffVersionRequest { Number = number, AsOf = day };

        var refusal = Assert.Throws<ClubException>(() => GetTariffVersion.Answer(Book, request, Time, TestTariffs.Key));

        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }

    [Fact]
    public void ListTariffVersions_PageByPage_ShowsNewestFirst()
    {
        var first = ListTariffVersions.Answer(Book, new ListTariffVersionsRequest { PageSize = 1 });
        var second = ListTariffVersions.Answer(
            Book, new ListTariffVersionsRequest { PageSize = 1, PageToken = first.NextPageToken });

        Assert.Equal(2, Assert.Single(first.Versions).Number);
        Assert.Equal(1, Assert.Single(second.Versions).Number);
        Assert.Empty(second.NextPageToken);
    }

    // Story (c), declaration D as accepted on 31 May under version 1; story (a), step a5.
    [Theory]
    [InlineData(
        "DE", "2027-05-31", "28053010", "CN", "1000", "121234.56", CertificateLevel.Unspecified, "26941.01", "7791.50")]
    [InlineData(
        "DE", "2027-05-31", "28053020", "CN", "100", "43210.99", CertificateLevel.Unspecified, "9602.44", "0")]
    [InlineData(
        "JP", "2027-05-31", "28053010", "CN", "1000", "121234.56", CertificateLevel.Unspecified, "4493750", "1299651")]
    [InlineData(
        "JP", "2027-03-08", "28469020", "MY", "747", "224100.00", CertificateLevel.B, "3391700", "2826461")]
    [InlineData(
        "JP", "2027-03-08", "28469020", "MY", "747", "224100.00", CertificateLevel.Unspecified, "6783400", "2826461")]
    [InlineData(
        "JP", "2027-03-08", "28469020", "MY", "747", "242775.00", CertificateLevel.B, "3674300", "0")]
    public void CalculateDuty_OfTheStories_IsTheirFigure(
        string administration, string day, string code, string origin, string mass, string value,
        CertificateLevel level, string duty, string levy)
    {
        var request = Ask(administration, day, code, origin, mass, value, "USD");
        request.Consignment.AssumedCertificateLevel = level;

        var answer = CalculateDuty.Answer(Book, TestTariffs.Members, request).Answer;

        var applied = answer.Measures.Where(measure => measure.Applied).ToList();
        Assert.Equal(decimal.Parse(duty) + decimal.Parse(levy), decimal.Parse(answer.Duty.Amount));
        Assert.Equal(
            decimal.Parse(duty),
            decimal.Parse(Assert.Single(applied, measure => measure.Type != MeasureType.PriceFloor).Amount));
        Assert.Equal(
            decimal.Parse(levy),
            applied.Where(measure => measure.Type == MeasureType.PriceFloor)
                .Sum(measure => decimal.Parse(measure.Amount)));
        Assert.Equal((1, 2), (answer.TariffVersion, answer.RateSet));
    }

    [Fact]
    public void CalculateDuty_ProvenClubOrigin_IsFree()
    {
        var request = Ask("JP", "2027-03-08", "28469020", "DE", "100", "100", "USD");
        request.Consignment.Item.PreferentialOrigin = "CLUB";
        request.Consignment.Item.Documents.Add(new Document { Code = "9CRO", Reference = "proof" });

        Assert.Equal("0", CalculateDuty.Answer(Book, TestTariffs.Members, request).Answer.Duty.Amount);
    }

    [Fact]
    public void CalculateDuty_OutOfScope_IsAnsweredNotRefused() => Assert.False(
        CalculateDuty.Answer(Book, TestTariffs.Members, Ask("DE", "2027-05-31", "01012100", "CN", "1", "1", "USD"))
            .Answer.InScope);

    [Fact]
    public void CalculateDuty_ManyFaults_NamesEachWithElementAndValue()
    {
        var request = Ask("DE", "2027-05-31", "99999999", "ZZ", "-5", "12x", "CHF");

        var refusal = Assert.Throws<ClubException>(() => CalculateDuty.Answer(Book, TestTariffs.Members, request));

        Assert.Equal(
            [
                ("14 05", "EXCHANGE_RATE", "CHF"), ("16 08", "COUNTRY", "ZZ"), ("18 01", "POSITIVE_DECIMAL", "-5"),
                ("18 09", "HS_CODE", "99999999"), ("99 14", "AMOUNT", "12x"),
            ],
            refusal.Violations.Select(fault => (fault.DataElement, fault.Rule, fault.Value)).Order());
        Assert.All(refusal.Violations, fault => Assert.NotEmpty(fault.Accepted));
    }

    [Fact]
    public void CalculateDuty_DayOfNoTariff_IsRefusedByItsName()
    {
        var request = Ask("DE", "2026-12-31", "28053010", "CN", "1", "1", "USD");

        var refusal = Assert.Throws<ClubException>(() => CalculateDuty.Answer(Book, TestTariffs.Members, request));

        Assert.Contains(refusal.Violations, fault => fault.Rule == "TARIFF_OF_DAY" && fault.Value == "2026-12-31");
    }

    [Fact]
    public void LookupMeasures_OfALine_ShowsWhatBearsOnItAndItsDescription()
    {
        var request = new LookupMeasuresRequest { GoodsCode = "28469020", Origin = "CN", AsOf = "2027-05-31" };

        var answer = LookupMeasures.Answer(Book, request, Time);

        Assert.Equal("Dy", answer.Line.Material);
        Assert.NotEmpty(answer.Description);
        Assert.Contains(answer.Measures, measure => measure is { Type: MeasureType.Base, Expression: "20 %" });
        Assert.Contains(answer.Measures, measure => measure.Type == MeasureType.PriceFloor);
        Assert.All(answer.Measures, measure => Assert.StartsWith(measure.GoodsCode, request.GoodsCode));
    }

    [Theory]
    [InlineData("2x", "GOODS_CODE")]
    [InlineData("9999", "HS_CODE")]
    public void LookupMeasures_BrokenQuestion_NamesEveryFault(string code, string rule)
    {
        var request = new LookupMeasuresRequest { GoodsCode = code, Origin = "ZZ", AsOf = "yesterday" };

        var refusal = Assert.Throws<ClubException>(() => LookupMeasures.Answer(Book, request, Time));

        Assert.Equal(["DAY", rule, "COUNTRY_CODE"], refusal.Violations.Select(fault => fault.Rule));
    }

    [Fact]
    public void ListExchangeRates_OfADay_TakesTheNewestSet()
    {
        var request = new ListExchangeRatesRequest { Series = "JP-WEEKLY", AsOf = "2027-05-31" };

        var answer = ListExchangeRates.Answer(Book, request, Time);

        Assert.Equal("148.27", Assert.Single(answer.Rates).Rate);
        Assert.Equal(2, answer.RateSet);
    }

    private static CalculateDutyRequest Ask(
        string administration, string day, string code, string origin, string mass, string value,
        string currency) => new()
        {
            Consignment = new Consignment
            {
                Administration = administration,
                AcceptanceDay = day,
                Item = new GoodsItem
                {
                    Number = 1,
                    GoodsCode = code,
                    Origin = origin,
                    NetMassKg = mass,
                    CustomsValue = new Money { Amount = value, Currency = currency },
                },
            },
        };

    private static PublishedTariff Version(int number, string from, DateTime at)
    {
        var document = StrictJson.Read<TariffDocument>(
            File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "tariff.json")));
        var version = new TariffVersion
        {
            Number = number,
            ValidFrom = from,
            PublishedAt = Timestamp.FromDateTime(at),
        };
        return new PublishedTariff(
            version, document.ToByteArray(), document,
            Engine.TariffSnapshot.Compile(Documents.TariffDocuments.ToTariff(document)));
    }

    private static ExchangeRate Rate(
        string series, string from, string to, string rate, string validFrom, string validTo) => new()
        {
            Series = series,
            Base = from,
            Quote = to,
            Rate = rate,
            ValidFrom = validFrom,
            ValidTo = validTo,
        };
}
