using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>A figure that is missing never becomes zero.</summary>
public sealed class MissingFigureTests
{
    private static Consignment Oxide => DysprosiumOxide(100, 40_000);

    [Fact]
    public void Decide_NoDirectRate_IsNotDecided()
    {
        // USD and CNY both have a rate with the euro, but not with each other.
        var rates = new ExchangeRateTable(
        [
            new("S", "EUR", "USD", 1.1m, FromStart),
            new("S", "EUR", "CNY", 7.8m, FromStart),
        ]);
        var policy = Germany with { Currency = "CNY", ExchangeRateSeries = "S" };

        AssertMissing(TestTariff.Basis(policy) with { Rates = rates }, Oxide,
            new MissingFigure(MissingKind.ExchangeRate, "USD into CNY in S on 2027-03-08"));
    }

    [Fact]
    public void Decide_NoRateOfTheDay_IsNotDecided() =>
        AssertMissing(TestTariff.Basis(Germany), Oxide with { AcceptanceDay = new DateOnly(2027, 4, 1) },
            new MissingFigure(MissingKind.ExchangeRate, "USD into EUR in EU-MONTHLY on 2027-04-01"));

    [Fact]
    public void Decide_NoRateForTheFloor_IsNotDecided() =>
        AssertMissing(
            TestTariff.Basis(Germany),
            Oxide with { Currency = "EUR", AcceptanceDay = new DateOnly(2027, 4, 1) },
            new MissingFigure(MissingKind.ExchangeRate, "USD into EUR in EU-MONTHLY on 2027-04-01"));

    [Fact]
    public void Decide_NoDefaultShare_IsNotDecidedWithoutAssay()
    {
        var basis = TestTariff.Basis(Germany, Version1 with
        {
            Lines = [.. Version1.Lines.Select(line => line with { DefaultContainedShare = null })],
        });
        var assayed = Oxide with { ContainedShare = 0.9m };

        AssertMissing(basis, assayed, new MissingFigure(MissingKind.ContainedShare,
            "kg Dy2O3 per kg net: 28469020 has no default share, and no assay gives one"));
        Assert.Equal(DutyOutcome.Decided, DutyCalculator.Decide(basis, assayed.With(DocumentCodes.Assay)).Outcome);
    }

    [Fact]
    public void Decide_FloorOnWhatTheLineDoesNotCount_IsNotDecided()
    {
        var basis = TestTariff.Basis(Germany, Version1 with
        {
            Measures = [.. Version1.Measures,
                Measure("F", MeasureType.PriceFloor, "28469030", "ALL", "FLOOR 1235 USD / kg Tb4O7")],
        });

        AssertMissing(basis, Oxide with { GoodsCode = "28469030" }, new MissingFigure(MissingKind.ContentUnit,
            "kg Tb4O7: 28469030 counts no contained material"));
    }

    [Fact]
    public void Decide_DayOfNoTariff_IsNotDecided()
    {
        var rates = new ExchangeRateTable([new("EU-MONTHLY", "EUR", "USD", 1.1m, new(DateOnly.MinValue, null))]);

        AssertMissing(
            TestTariff.Basis(Germany) with { Rates = rates },
            Oxide with { AcceptanceDay = Start.AddDays(-1) },
            new MissingFigure(MissingKind.Measure, "no measure on 28469020 is in force on 2027-01-03"));
    }

    [Fact]
    public void Decide_AmountBeyondRange_IsNotDecided()
    {
        var basis = TestTariff.Basis(Germany, Version1 with
        {
            Measures = [Measure("X", MeasureType.Base, "28469020", "ALL", "999999999999999999 %")],
        });

        AssertMissing(basis, Oxide with { CustomsValue = 9_999_999_999_999_999 },
            new MissingFigure(MissingKind.Range, "an amount in EUR needs more than 28 digits"));
    }

    [Fact]
    public void Decide_MassWithoutRate_NeedsNone()
    {
        var consignment = Oxide with
        {
            Currency = "EUR",
            GoodsCode = "28469030",
            AcceptanceDay = new DateOnly(2027, 4, 1),
        };

        Assert.Equal(8000.00m, DutyCalculator.Decide(TestTariff.Basis(Germany), consignment).Duty);
    }

    [Fact]
    public void Explain_ShareWithoutAssay_IsNotUsed()
    {
        var explanation = DutyCalculator.Explain(
            TestTariff.Basis(Germany), DysprosiumOxide(100, 30_000) with { ContainedShare = 0.5m });

        // (325 × 100 - 30,000) / 1.125 on the line's default of 1; half of it would reach the floor.
        Assert.Equal(2222.22m, explanation.Findings.Single(finding => finding.Measure.Id == "M6").Amount);
        Assert.Equal(["The contained share 0.5 is not used: document 9CRA is not presented."], explanation.Warnings);
    }

    [Theory]
    [InlineData("FLOOR 400 USD / kg Dy", "1376.82")]
    [InlineData("FLOOR 348.53 USD / kg Dy2O3", "1376.89")]
    public void Decide_FloorOnMetalForOxide_IsConverted(string expression, string levy)
    {
        // 100 kg Dy2O3 hold 100 / 1.14768 kg Dy, at 400 USD worth 34,852.92 USD; the value is 33,304 USD.
        var basis = TestTariff.Basis(Germany, Version1 with
        {
            Measures = [Measure("F", MeasureType.PriceFloor, "28469020", "ALL", expression)],
        });

        Assert.Equal(levy, $"{DutyCalculator.Decide(basis, DysprosiumOxide(100, 33_304)).Duty}");
    }

    private static void AssertMissing(DutyBasis basis, Consignment consignment, MissingFigure missing)
    {
        var explanation = DutyCalculator.Explain(basis, consignment);

        Assert.Equal(DutyOutcome.NotDecided, explanation.Decision.Outcome);
        Assert.Equal([missing], explanation.Decision.Missing);
        Assert.Empty(explanation.Decision.Amounts);
        Assert.DoesNotContain(explanation.Findings, finding => finding.Applied);
        Assert.Contains(explanation.Warnings, warning => warning.Contains(missing.What, StringComparison.Ordinal));
    }
}
