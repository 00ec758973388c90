using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CertificateLevel = CrmClub.Contracts.Tariffs.V1.CertificateLevel;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;
using OriginStatus = CrmClub.Contracts.Tariffs.V1.OriginStatus;
using Stage = CrmClub.Contracts.Tariffs.V1.Stage;

namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>The founding tariff, from a document to an answer.</summary>
public sealed class DutyAnswerTests
{
    private static readonly DateOnly Day = new(2027, 3, 8);
    private static readonly StandaloneTariff Tariff = new(Founding.Standalone);

    [Fact]
    public void From_CertifiedOxideInGermany_IsTheAnswerInFull()
    {
        var certificate = Certificate();
        var answer = Answer("DE", ConsignmentTests.Item(), Certificates.ToEvidence(certificate)!);

        // 358,200 / 1.125 = 318,400.00; 10 %; (325 × 1,200 - 358,200) / 1.125 = 28,266.67.
        Assert.Equal(("60106.67", "EUR"), (answer.Duty.Amount, answer.Duty.Currency));
        Assert.Equal("318400.00", answer.Base.Amount);
        Assert.Equal("1 EUR = 1.1250 USD (EU-MONTHLY, from 2027-01-04)", answer.Conversion);
        Assert.Equal((MeasureType.CertifiedSupplier, OriginStatus.ThirdCountry, true),
            (answer.Regime, answer.OriginStatus, answer.InScope));
        Assert.Equal((7, 3, 2, 1), (answer.CertificateVersion, answer.TariffVersion, answer.RateSet, answer.Item));
        Assert.Equal("60106.67", $"{answer.Measures.Sum(measure => decimal.Parse(measure.Amount))}");
        Assert.Equal(["10 %", "FLOOR 325 USD / kg Dy2O3"],
            answer.Measures.Where(measure => measure.Applied).Select(measure => measure.Expression));
        Assert.All(answer.Measures, measure => Assert.Equal(measure.Applied, measure.Formula.Length > 0));
        Assert.All(answer.Measures, measure => Assert.NotEmpty(measure.Reason));
        Assert.Equal(6, answer.Measures.Count);
    }

    [Fact]
    public void From_RevokedCertificate_SaysWhy()
    {
        var certificate = Certificate();
        certificate.State = CertificateState.Revoked;
        certificate.RevokedFrom = "2027-02-01";

        var answer = Answer("DE", ConsignmentTests.Item(), Certificates.ToEvidence(certificate)!);

        Assert.Equal((MeasureType.Base, "91946.67"), (answer.Regime, answer.Duty.Amount));
        Assert.Equal(
            ["Document 9CRM: Request refused: certificate C-MY-7 is revoked from 2027-02-01."], answer.Warnings);
    }

    // 152 of 406 kg are within; of the rest, 10 % of 67,733.33 and (325 × 254 - 76,200) / 1.125.
    [Theory]
    [InlineData("152", false, "12417.77", "")]
    [InlineData("", true, "0.00", "19848.89")]
    public void From_QuotaClaim_ShowsPartsOrSecurity(
        string allocated, bool critical, string duty, string security)
    {
        var document = Founding.Standalone;
        document.Measures.Add(new Contracts.Tariffs.V1.Measure
        {
            Id = "Q",
            Type = MeasureType.TariffQuota,
            GoodsCode = "28469020",
            Origin = "ALL",
            Expression = "0 %",
            ExcludedOrigins = { "CLUB" },
            OrderNumber = "099020",
            ValidFrom = "2027-01-04",
            LegalBase = "Test",
        });
        var item = ConsignmentTests.Item();
        (item.NetMassKg, item.CustomsValue.Amount) = ("406", "121800");
        item.QuotaOrderNumber = "099020";
        var consignment = new Contracts.Tariffs.V1.Consignment
        {
            Administration = "DE",
            AcceptanceDay = "2027-03-08",
            Item = item,
            Quota = new() { Unit = "kg Dy2O3", Allocated = allocated, Critical = critical },
        };
        var explanation = DutyCalculator.Explain(
            new StandaloneTariff(document).BasisOf("DE", Day)!,
            Consignments.FromConsignment(consignment, [Certificates.ToEvidence(Certificate())!]));

        var answer = DutyAnswers.From(explanation, 1, 3, 2);

        Assert.Equal((duty, security), (answer.Duty.Amount, answer.Security?.Amount ?? ""));
        Assert.Equal(("099020", "kg Dy2O3", "406", allocated),
            (answer.Quota.OrderNumber, answer.Quota.Unit, answer.Quota.Requested, answer.Quota.Allocated));
        Assert.Equal(allocated.Length > 0 ? ["M-0042", "M-0074", "Q"] : ["Q"],
            answer.Measures.Where(measure => measure.Applied).Select(measure => measure.Id).Order());
        Assert.Equal(allocated.Length > 0, answer.Measures.Any(measure => measure.Part == QuotaPart.Beyond));
        Assert.Equal(duty, $"{answer.Measures.Sum(measure => decimal.Parse(measure.Amount)):0.00}");
    }

    [Theory]
    [InlineData("quota.unit", "UNIT", "stone", "1")]
    [InlineData("quota.allocated", "AMOUNT", "kg", "-1")]
    [InlineData("quota.unit", "NOT_HERE", "kg", "1", "")]
    public void Check_QuotaClaim_IsChecked(
        string field, string rule, string unit, string allocated, string orderNumber = "099020")
    {
        var item = ConsignmentTests.Item();
        item.QuotaOrderNumber = orderNumber;
        List<Contracts.Common.V1.Violation> faults = [];

        Consignments.Check(new Contracts.Tariffs.V1.Consignment
        {
            Administration = "DE",
            AcceptanceDay = "2027-03-08",
            Item = item,
            Quota = new() { Unit = unit, Allocated = allocated },
        }, "", faults);

        Assert.Equal((field, rule), (Assert.Single(faults).Field, faults[0].Rule));
    }

    // Of 16,000 USD the 60 kg Dy2O3 have 12,000 and the 40 kg Tb4O7 4,000: 20 %, then what each lacks to its floor.
    [Theory]
    [InlineData("Tb", "9866.67", "Added on top: its share of the customs value is below the floor. "
        + "The share is by 112.50 USD / kg Tb4O7 (price of Tb, SeparatedCompound, from 2027-01-04).")]
    [InlineData("Nd", "", "It would apply, but a figure is missing.")]
    public void From_FloorsOfTwoMaterials_ShareByTheDocumentsPrices(string priced, string duty, string reason)
    {
        var document = Founding.Standalone;
        var floor = document.Measures.Single(one => one.Expression == "FLOOR 325 USD / kg Dy2O3").Clone();
        (floor.Id, floor.Expression) = ("F", "FLOOR 110 USD / kg Tb4O7");
        document.Measures.Add(floor);
        document.ReferencePrices.Add(Price("Dy", "Dy2O3", "225"));
        document.ReferencePrices.Add(Price(priced, priced == "Tb" ? "Tb4O7" : priced, "112.50"));
        var item = ConsignmentTests.Item();
        (item.NetMassKg, item.CustomsValue.Amount, item.ContainedShare) = ("100", "16000", "0.6");
        item.Quantities.Add(new Quantity { Amount = "40", Unit = "kg Tb4O7" });
        item.Documents.Clear();
        item.Documents.Add(new Document { Code = "9CRA", Reference = "A-1" });

        var answer = DutyAnswers.From(
            DutyCalculator.Explain(
                new StandaloneTariff(document).BasisOf("DE", Day)!, Consignments.FromItem(item, Day, [])), 1, 3, 2);

        Assert.Equal(duty, answer.Duty?.Amount ?? "");
        Assert.Equal(reason, answer.Measures.Single(one => one.Id == "F").Reason);
        Assert.Equal(
            duty.Length > 0 ? [] : ["Not decided: no reference price of Tb, SeparatedCompound on 2027-03-08."],
            answer.Warnings);
    }

    [Fact]
    public void From_ClubOrigin_IsFree()
    {
        var item = ConsignmentTests.Item();
        item.Origin = "JP";
        item.Documents.Clear();
        item.Documents.Add(new Document { Code = "9CRO", Reference = "P-1" });

        var answer = Answer("FR", item);

        Assert.Equal(("0.00", OriginStatus.Club, MeasureType.ClubPreference),
            (answer.Duty.Amount, answer.OriginStatus, answer.Regime));
    }

    [Fact]
    public void From_NoRate_HasNoDuty()
    {
        var answer = Answer("JP", ConsignmentTests.Item());

        Assert.Null(answer.Duty);
        Assert.Null(answer.ExactValue);
        Assert.True(answer.InScope);
        Assert.Contains(answer.Warnings, warning => warning.StartsWith(
            "Not decided: no exchange rate of USD into JPY in ", StringComparison.Ordinal));
    }

    [Fact]
    public void From_OutOfScope_OwesNothing()
    {
        var item = ConsignmentTests.Item();
        item.GoodsCode = "01012100";

        var answer = Answer("DE", item);

        Assert.False(answer.InScope);
        Assert.Equal(("0.00", MeasureType.Unspecified), (answer.Duty.Amount, answer.Regime));
    }

    [Fact]
    public void Brief_Decision_HasTheAppliedMeasuresOnly()
    {
        var consignment = Consignments.FromItem(ConsignmentTests.Item(), Day, []);

        var answer = DutyAnswers.Brief(DutyCalculator.Decide(Tariff.BasisOf("DE", Day)!, consignment), 1, 3, 2);

        Assert.Equal(["63680.00", "28266.67"], answer.Measures.Select(measure => measure.Amount));
        Assert.Equal("91946.67", answer.Duty.Amount);
    }

    [Fact]
    public void ToEvidence_Draft_ProvesNothing()
    {
        var certificate = Certificate();
        certificate.State = CertificateState.Draft;

        Assert.Null(Certificates.ToEvidence(certificate));
    }

    [Fact]
    public void BasisOf_Policies_AreThoseOfTheAdministrationAndDay()
    {
        Assert.Equal(("DE", "EUR", "EU-MONTHLY"), Policy("DE"));
        Assert.Equal("JPY", Policy("JP").Currency);
        Assert.Equal([1m, 1000m], Tariff.BasisOf("JP", Day)!.Policy.Rounding.BaseSteps.Select(step => step.Unit));
        Assert.Equal(100, Tariff.BasisOf("JP", Day)!.Policy.Rounding.TotalStep?.Unit);
        Assert.Null(Tariff.BasisOf("DE", Day)!.Policy.Rounding.TotalStep);
        Assert.Null(Tariff.BasisOf("CN", Day));
        Assert.Null(Tariff.BasisOf("DE", new DateOnly(2027, 1, 3)));
        Assert.True(Tariff.Club.IsMember("JP", Day));
        Assert.False(Tariff.Club.IsMember("JP", new DateOnly(2027, 1, 3)));
        Assert.False(Tariff.Club.IsMember("CN", Day));
    }

    [Fact]
    public void Decide_EveryFoundingLineWithoutAFigureMissing_IsDecided()
    {
        foreach (var line in Tariff.Snapshot.Tariff.Lines)
        {
            var item = ConsignmentTests.Item();
            item.GoodsCode = line.GoodsCode;
            item.Documents.Clear();
            var decision = DutyCalculator.Decide(Tariff.BasisOf("DE", Day)!, Consignments.FromItem(item, Day, []));

            Assert.True(
                decision.Outcome == DutyOutcome.Decided, $"{line.GoodsCode}: {string.Join(", ", decision.Missing)}");
            Assert.Equal(Engine.MeasureType.Base, decision.Regime);
        }
    }

    private static Contracts.Tariffs.V1.ReferencePrice Price(string material, string unit, string amount) => new()
    {
        Material = material,
        Stage = Stage.SeparatedCompound,
        ContentUnit = unit,
        Price = new() { Amount = amount, Currency = "USD" },
        ValidFrom = "2027-01-04",
        Demonstration = true,
    };

    private static (string, string Currency, string) Policy(string administration)
    {
        var policy = Tariff.BasisOf(administration, Day)!.Policy;
        return (policy.Administration, policy.Currency, policy.ExchangeRateSeries);
    }

    private static DutyAnswer Answer(
        string administration, GoodsItem item, params CertificateEvidence[] certificates) =>
        DutyAnswers.From(
            DutyCalculator.Explain(
                Tariff.BasisOf(administration, Day)!, Consignments.FromItem(item, Day, certificates)),
            item.Number, 3, 2);

    private static Certificate Certificate() => new()
    {
        Number = "C-MY-7",
        Version = 7,
        Facility = "F-MY-7",
        Country = "MY",
        Level = CertificateLevel.B,
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "20" } },
        State = CertificateState.Issued,
        ValidFrom = "2027-01-04",
        ValidTo = "2030-01-04",
    };
}
