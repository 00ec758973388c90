using System.Globalization;
using CrmClub.Tariffs.Engine.Expressions;
using CsCheck;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Floors of several materials in one item share its customs value.</summary>
public sealed class FloorShareTests
{
    private const string Code = "28469020";

    // 60 kg Dy2O3 at 225 USD and 40 kg NdPrO at 112.50 USD are worth 13,500 and 4,500 USD: three quarters and one.
    private static readonly ReferencePrice Dysprosium = Price("Dy", "Dy2O3", 225, "USD");
    private static readonly ReferencePrice Neodymium = Price("NdPr", "NdPrO", 112.50m, "USD");

    private static readonly Gen<decimal> Masses = Gen.Decimal[0.001m, 99_999m];
    private static readonly Gen<string> Currency = Gen.OneOf("USD", "EUR");

    private static readonly Tariff Floors = Version1 with
    {
        Measures =
        [
            .. Version1.Measures,
            Measure("M6n", MeasureType.PriceFloor, Code, "ALL", "FLOOR 110 USD / kg NdPrO", "CLUB"),
        ],
    };

    private static readonly Consignment Mixed = DysprosiumOxide(100, 16_000).With(DocumentCodes.Assay) with
    {
        ContainedShare = 0.6m,
        Quantities = [new(40, Kg("NdPrO"))],
    };

    // (19,500 - 12,000) / 1.125 and (4,400 - 4,000) / 1.125; on the whole value it would be 3,111.11 and nothing.
    [Theory]
    [InlineData("NdPrO", "112.50", "USD")]
    [InlineData("NdPrO", "100", "EUR")]
    [InlineData("NdPr", "117", "EUR")]
    [InlineData("NdPr", "131.625", "USD")]
    public void Decide_TwoMaterials_EachHasTheShareOfItsWorth(string unit, string amount, string currency)
    {
        var price = Price("NdPr", unit, decimal.Parse(amount, CultureInfo.InvariantCulture), currency);

        var decision = DutyCalculator.Decide(Of(Dysprosium, price), Mixed);

        Assert.Equal(["M1b 2844.44", "M6 6666.67", "M6n 355.56"], Amounts(decision));
        Assert.Equal("9866.67", $"{decision.Duty}");
    }

    [Fact]
    public void Explain_TwoMaterials_SaysTheShareAndItsPrice()
    {
        var finding = DutyCalculator.Explain(Of(Dysprosium, Neodymium), Mixed).Findings
            .Single(one => one.Measure.Id == "M6");

        Assert.Equal("Added on top: its share of the customs value is below the floor. "
            + "The share is by 225 USD / kg Dy2O3 (price of Dy, SeparatedCompound, from 2027-01-04).", finding.Reason);
        Assert.Equal("max(0, 325 USD / kg Dy2O3 × 60 kg Dy2O3 = 17333.3333333333… EUR - 14222.2222222222… EUR × "
            + "(225 USD / kg Dy2O3 × 60 kg Dy2O3 = 12000 EUR) / 16000 EUR = 10666.6666666666… EUR)"
            + " = 6666.6666666666… → 6666.67 EUR", finding.Formula);
    }

    [Fact]
    public void Shares_AnyItem_AddUpToTheValue() =>
        Gen.Select(Masses, Masses, Gen.Decimal[0.01m, 9_999_999m], Gen.Decimal[0.01m, 9_999m], Currency).Sample(
            (net, other, value, price, currency) =>
            {
                var basis = Of(Dysprosium with { Amount = Math.Round(price, 4), Currency = currency }, Neodymium);
                var item = Mixed with
                {
                    NetMassKg = Math.Round(net, 6),
                    CustomsValue = Math.Round(value, 2),
                    Quantities = [new(Math.Round(other, 6), Kg("NdPrO"))],
                };
                var line = basis.Tariff.FindMeasures(Code)!;
                var figures = new DutyFigures(basis, item, line);
                var assessment = new Assessment(basis, item, line, ref figures);
                var (sum, shares) = (Exact.Zero, 0);
                foreach (var winner in assessment.Winners)
                {
                    if (winner.Expression is not PriceFloor floor)
                        continue;
                    var share = figures.ShareOf(floor)!.Of(figures.Value);
                    Assert.Equal(1, share.Sign);
                    (sum, shares) = (sum + share, shares + 1);
                }

                Assert.Equal((2, 0), (shares, (sum - figures.Value).Sign));
            });

    [Fact]
    public void Decide_PriceMissing_IsNotDecidedAndNamesIt()
    {
        var ended = Neodymium with { Valid = new Validity(Start, Mixed.AcceptanceDay) };

        AssertMissing(Of(Dysprosium, ended), "price of NdPr, SeparatedCompound on 2027-03-08");
        AssertMissing(Of(Dysprosium, Neodymium with { Stage = Stage.Metal }),
            "price of NdPr, SeparatedCompound on 2027-03-08");
        AssertMissing(Of(), "price of Dy, SeparatedCompound on 2027-03-08",
            "price of NdPr, SeparatedCompound on 2027-03-08");
    }

    // The quota takes both floors away, the origin one of them.
    [Fact]
    public void Decide_WithoutSeveralFloorsAdded_NeedsNoPrice()
    {
        var quota = Basis(Germany, Floors with
        {
            Measures = [.. Floors.Measures, WithQuota.Measures[^1]],
            Exclusions = WithQuota.Exclusions,
        });
        var claim = Mixed with { QuotaOrderNumber = "099020", Quota = new(Kg("Dy2O3"), 60, false) };
        var one = Basis(Germany, Floors with
        {
            Measures = [.. Floors.Measures.Select(measure => measure.Id == "M6n"
                ? measure with { ExcludedOrigins = ["CLUB", "MY"] } : measure)],
        });

        Assert.Equal(["M5 0.00"], Amounts(DutyCalculator.Decide(quota, claim)));
        Assert.Equal(["M1b 2844.44", "M6 3111.11"], Amounts(DutyCalculator.Decide(one, Mixed)));
    }

    [Fact]
    public void Decide_TwoFloorsOfOneMaterial_AreEachOnTheWholeValue()
    {
        var floor = Measure("F", MeasureType.PriceFloor, Code, "ALL", "FLOOR 200 USD / kg", "CLUB");
        var basis = Basis(Germany, Version1 with { Measures = [.. Version1.Measures, floor] });

        Assert.Equal(["M1b 2844.44", "M6 3111.11", "F 3555.56"], Amounts(DutyCalculator.Decide(basis, Mixed)));
    }

    [Fact]
    public void Compare_OtherPrice_IsItsOwnCause()
    {
        var before = new DutySide(Of(Dysprosium, Neodymium), [Mixed]);
        var after = before with { Basis = Of(Dysprosium, Neodymium with { Amount = 337.50m }) };

        // Half of the value each: (19,500 - 8,000) / 1.125 and nothing.
        var difference = Assert.Single(DutyComparison.Of(before, after).Differences);
        Assert.Equal((DutyCause.ReferencePrice, 3199.99m), (difference.Causes[0], difference.Amount));
    }

    private static ReferencePrice Price(string material, string unit, decimal amount, string currency) =>
        new(material, Stage.SeparatedCompound, unit, amount, currency, FromStart);

    private static DutyUnit Kg(string content) => new(MeasurementUnit.Kg, content);

    private static DutyBasis Of(params ReferencePrice[] prices) =>
        Basis(Germany, Floors) with { Prices = new ReferencePriceTable(prices) };

    private static IEnumerable<string> Amounts(DutyDecision decision) =>
        decision.Amounts.Select(one => $"{one.Measure.Id} {one.Amount}");

    private static void AssertMissing(DutyBasis basis, params string[] missing)
    {
        var explanation = DutyCalculator.Explain(basis, Mixed);

        Assert.Equal(DutyOutcome.NotDecided, explanation.Decision.Outcome);
        Assert.Equal(missing.Select(what => new MissingFigure(MissingKind.ReferencePrice, what)),
            explanation.Decision.Missing);
        Assert.Equal(missing.Select(what => $"Not decided: no reference {what}."), explanation.Warnings);
    }
}
