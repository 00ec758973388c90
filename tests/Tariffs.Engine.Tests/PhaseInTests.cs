using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>An acceding party's goods bear a falling share of the base duty. The story's figures.</summary>
public sealed class PhaseInTests
{
    private static readonly CertificateEvidence Certified = new(
        "C-AU-1", 1, CertificateLevel.A, "AU", "AU-1", [new("NdPr", Stage.SeparatedCompound)], TestTariff.FromStart,
        null);

    private static readonly Tariff WithPhaseIn = TestTariff.Version1 with
    {
        Measures =
        [
            .. TestTariff.Version1.Measures,
            TestTariff.Measure("M11", MeasureType.PhaseIn, "2846", CountryGroup.Acceding, "SHARE OF BASE") with
            {
                RequiredDocument = DocumentCodes.ProofOfOrigin,
            },
        ],
    };

    private static readonly DutyBasis Germany = TestTariff.Basis(TestTariff.Germany, WithPhaseIn) with
    {
        Rates = new ExchangeRateTable([new("EU-MONTHLY", "EUR", "USD", 1.2m, TestTariff.FromStart)]),
    };

    [Theory]
    [InlineData("20 %", 75, "15 %")]
    [InlineData("3 % + 1.10 EUR / kg", 50, "1.5 % + 0.55 EUR / kg")]
    [InlineData("8 % MIN 2 EUR / kg MAX 15 EUR / kg", 25, "2 % MIN 0.50 EUR / kg MAX 3.75 EUR / kg")]
    [InlineData("FREE", 75, "FREE")]
    [InlineData("20 %", 0, "0 %")]
    [InlineData("0.12345678901234567 %", 33.3333, "0.04115222185185221921811 %")]
    public void Share_OfAnyDuty_MultipliesEveryPartExactly(string duty, decimal percent, string share) =>
        Assert.Equal(share, ShareOfBase.Of(DutyExpression.Parse(duty), percent).ToString());

    [Fact]
    public void Expression_ShareOfBase_IsReadAndPrinted()
    {
        Assert.Equal("SHARE OF BASE", DutyExpression.Parse("SHARE OF BASE").ToString());
        Assert.False(DutyExpression.TryParse("SHARE OF", out _, out var error));
        Assert.Equal(9, error.Column);
    }

    [Theory]
    [InlineData("2027-06-30", "200000.00", MeasureType.Base)]
    [InlineData("2027-07-01", "150000.00", MeasureType.PhaseIn)]
    [InlineData("2028-06-30", "150000.00", MeasureType.PhaseIn)]
    [InlineData("2028-07-01", "100000.00", MeasureType.PhaseIn)]
    [InlineData("2029-07-01", "50000.00", MeasureType.PhaseIn)]
    public void Duty_WithProofOfOrigin_FallsStepByStep(string day, string duty, MeasureType regime)
    {
        var decision = DutyCalculator.Decide(Germany, Oxide(day).With(DocumentCodes.ProofOfOrigin));

        Assert.Equal((duty, regime, OriginStatus.ThirdCountry),
            (decision.Duty.ToString(System.Globalization.CultureInfo.InvariantCulture), decision.Regime,
                decision.OriginStatus));
    }

    [Fact]
    public void Duty_WithoutProof_IsTheBase_AndSaysWhatWouldAskForLess()
    {
        var explanation = DutyCalculator.Explain(Germany, Oxide("2027-07-01"));

        Assert.Equal(200_000.00m, explanation.Decision.Duty);
        var phaseIn = Assert.Single(explanation.Findings, finding => finding.Measure.Type == MeasureType.PhaseIn);
        Assert.Equal((false, FindingGround.NotRequested), (phaseIn.Applied, phaseIn.Ground));
    }

    [Fact]
    public void Duty_WithProof_ExplainsTheShare()
    {
        var explanation = DutyCalculator.Explain(Germany, Oxide("2027-07-01").With(DocumentCodes.ProofOfOrigin));

        var phaseIn = Assert.Single(explanation.Findings, finding => finding.Measure.Type == MeasureType.PhaseIn);
        Assert.True(phaseIn.Applied);
        Assert.Equal("15 %", phaseIn.Measure.Expression.ToString());
        Assert.Equal("Asked for by document 9CRO: AU accedes and bears 75 % of the base.", phaseIn.Reason);
        Assert.Empty(explanation.Warnings);
    }

    [Fact]
    public void Requests_InOrder_TheFirstThatIsMetDecides()
    {
        var first = DutyCalculator.Decide(
            Germany, Oxide("2027-07-01").With(DocumentCodes.ProofOfOrigin).With(Certified));
        var certified = DutyCalculator.Explain(Germany, Oxide("2027-07-01").With(Certified));

        Assert.Equal((150_000.00m, MeasureType.PhaseIn), (first.Duty, first.Regime));
        Assert.Equal(
            (50_000.00m, MeasureType.CertifiedSupplier),
            (certified.Decision.Duty, certified.Decision.Regime));
        Assert.Contains(certified.Findings, finding => finding.Measure.Type == MeasureType.PhaseIn);
    }

    [Fact]
    public void Explanation_WhereNobodyAccedes_SaysNothingOfIt() =>
        Assert.DoesNotContain(
            DutyCalculator.Explain(Germany, Oxide("2027-07-01") with { Origin = "CN" }).Findings,
            finding => finding.Measure.Type == MeasureType.PhaseIn);

    // Consignment T of the story: 10,000 kg of NdPr oxide from Australia, worth 1,000,000.00 EUR.
    private static Consignment Oxide(string day) => new(
        DateOnly.ParseExact(day, "yyyy-MM-dd"), "28469010", "AU", "", 10_000, 1_000_000.00m, "EUR", null, "", [], []);
}
