using CrmClub.Tariffs.Engine.Expressions;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Conditions in TARIC's manner, and additional codes.</summary>
public sealed class ConditionTests
{
    // 10 kg at 1,000 EUR: 100 EUR / kg.
    private static readonly Consignment Oxide = DysprosiumOxide(10, 1000) with
    {
        Currency = "EUR",
        Quantities = [new(4, Unit("p"))],
    };

    // The lines of TARIC's text "Cond: A cert: D-018 (01):0.000 GBP DTN Z; A (01):172.200 GBP DTN Z".
    private static readonly Condition[] ByUndertaking =
    [
        new("A", 1, "D018", null, "01", Duty("FREE")),
        new("A", 2, "", null, "01", Duty("172.20 EUR / 100 kg")),
    ];

    [Theory]
    [InlineData(true, "0.00")]
    [InlineData(false, "17.22")]
    public void Decide_DocumentOrElse_TakesTheFirstLineMet(bool presented, string duty) =>
        Assert.Equal(duty, $"{Decide(presented ? Oxide.With("D018") : Oxide, ByUndertaking).Duty}");

    [Theory]
    [InlineData("E", "100 EUR / kg", true)]
    [InlineData("E", "99.99 EUR / kg", false)]
    [InlineData("I", "10 kg", true)]
    [InlineData("I", "9.999 kg", false)]
    [InlineData("F", "100 EUR / kg", true)]
    [InlineData("F", "100.01 EUR / kg", false)]
    [InlineData("G", "100 EUR / kg", true)]
    [InlineData("M", "100000 EUR / t", true)]
    [InlineData("M", "1000 EUR", true)]
    [InlineData("M", "1000.01 EUR", false)]
    [InlineData("N", "100 EUR / kg", true)]
    [InlineData("V", "112.50 USD / kg", true)]
    [InlineData("V", "112.51 USD / kg", false)]
    [InlineData("L", "99.99 EUR / kg", true)]
    [InlineData("L", "100 EUR / kg", false)]
    [InlineData("J", "10 kg", false)]
    [InlineData("O", "9 kg", true)]
    [InlineData("X", "10 kg", false)]
    [InlineData("R", "2.5 kg / p", true)]
    [InlineData("R", "2.51 kg / p", false)]
    [InlineData("R", "30 kg / 12 p", true)]
    [InlineData("U", "249.99 EUR / p", true)]
    [InlineData("U", "250 EUR / p", false)]
    public void Decide_Threshold_IsComparedAsItsCodeSays(string code, string threshold, bool isMet)
    {
        Condition[] lines =
            [new(code, 1, "", Threshold(threshold), "27", Duty("1 %")), new(code, 2, "", null, "27", Duty("2 %"))];

        Assert.Equal(isMet ? 10.00m : 20.00m, Decide(Oxide, lines).Duty);
    }

    // 2,408 EUR / t as a variable duty: at, above and below the threshold.
    [Theory]
    [InlineData("11", 11.80, 12.28)]
    [InlineData("02", 12.35, 11.73)]
    [InlineData("15", 24.08, 0)]
    [InlineData("03", 25.00, 0)]
    public void Decide_Difference_IsWhatLacksToTheThreshold(string action, decimal value, decimal duty)
    {
        Condition[] lines =
        [
            new("F", 1, "", Threshold("2408 EUR / t"), "07", null),
            new("F", 2, "", null, action, Duty("2408 EUR / t")),
        ];

        Assert.Equal(duty, Decide(Oxide with { CustomsValue = value }, lines).Duty);
    }

    [Theory]
    [InlineData("04")]
    [InlineData("05")]
    [InlineData("06")]
    [InlineData("08")]
    [InlineData("09")]
    public void Explain_ActionThatForbids_StopsTheItem(string action)
    {
        Condition[] lines =
        [
            new("B", 1, "C644", null, "29", null), new("B", 2, "", null, action, null),
            new("Y", 1, "Y900", null, "24", null), new("Y", 2, "", null, "07", null),
        ];

        Assert.Equal(DutyOutcome.NotAllowed, Decide(Oxide, lines).Outcome);
        Assert.Equal(DutyOutcome.NotAllowed, Decide(Oxide.With("Y900"), lines).Outcome);
        Assert.Equal(0.00m, Decide(Oxide.With("C644"), lines).Duty);
        Assert.Equal(990.00m, Decide(Oxide.With("C644").With("Y900"), lines).Duty);
    }

    [Fact]
    public void Explain_Conditions_NamesTheLinesThatDecide()
    {
        var findings = DutyCalculator.Explain(Basis(ByUndertaking), Oxide).Findings;
        var stopped = DutyCalculator.Explain(
            Basis(new Condition("C", 1, "C644", null, "29", null)), Oxide).Findings;

        Assert.EndsWith("Conditions: A 2: otherwise, action 01.", findings.Single().Reason, StringComparison.Ordinal);
        Assert.Equal(
            (FindingGround.ConditionNotMet, "No line of condition C is met."),
            (stopped.Single().Ground, stopped.Single().Reason));
    }

    [Fact]
    public void Decide_ThresholdOfAQuantityNotDeclared_IsNotDecided()
    {
        var decision = Decide(Oxide, new Condition("R", 1, "", Threshold("2 kg / m2"), "07", null));

        Assert.Equal(DutyOutcome.NotDecided, decision.Outcome);
        Assert.Equal(new MissingFigure(MissingKind.Quantity, "m2: none is declared"), Assert.Single(decision.Missing));
    }

    [Fact]
    public void Decide_CertificateInACondition_MustCoverTheGoods()
    {
        Condition[] lines = [new("B", 1, "9CRM", null, "27", Duty("1 %")), new("B", 2, "", null, "27", Duty("2 %"))];

        Assert.Equal(10.00m, Decide(Oxide.With(Certificate()), lines).Duty);
        Assert.Equal(20.00m, Decide(Oxide.With(Certificate() with { Country = "AU" }), lines).Duty);
    }

    [Theory]
    [InlineData("", "980.00")]
    [InlineData("C999", "980.00")]
    [InlineData("C123", "40.00")]
    public void Decide_AdditionalCode_ChoosesTheCompany(string code, string duty)
    {
        var basis = Basis(
            Of("D1", "4 %") with { AdditionalCode = "C123" }, Of("D2", "9 %") with { AdditionalCode = "C777" },
            Of("D3", "98 %"));

        Assert.Equal(duty, $"{DutyCalculator.Decide(basis, Oxide with { AdditionalCodes = [code] }).Duty}");
    }

    [Fact]
    public void Explain_AdditionalCodeThatADutyDependsOnNotDeclared_IsNotDecided()
    {
        var basis = Basis(
            Of("D1", "4 %") with { AdditionalCode = "C123" }, Of("D2", "98 %") with { AdditionalCode = "C999" });

        var explanation = DutyCalculator.Explain(basis, Oxide);

        Assert.Equal(DutyOutcome.NotDecided, explanation.Decision.Outcome);
        Assert.Equal("Not decided: no additional code, one of C123, C999, on which the anti-dumping duty depends.",
            Assert.Single(explanation.Warnings));
        Assert.Equal("Additional code C123 is not declared.", explanation.Findings[0].Reason);
    }

    [Fact]
    public void Decide_LowerDutyWithAdditionalCodeNotDeclared_IsNotAskedFor()
    {
        var basis = TestTariff.Basis(Germany, Version1 with
        {
            Measures =
            [
                Measure("B", MeasureType.Base, "28469020", "ALL", "20 %"),
                Measure("S", MeasureType.DutySuspension, "28469020", "ALL", "0 %") with { AdditionalCode = "2500" },
            ],
        });

        Assert.Equal(200.00m, DutyCalculator.Decide(basis, Oxide).Duty);
        Assert.Equal(0.00m, DutyCalculator.Decide(basis, Oxide with { AdditionalCodes = ["2500"] }).Duty);
    }

    [Theory]
    [InlineData("2408 EUR / t")]
    [InlineData("1000 EUR")]
    [InlineData("500 kg W")]
    [InlineData("2.5 kg / 12 p")]
    public void TryParse_Threshold_PrintsAsItIsRead(string text) => Assert.Equal(text, Threshold(text).ToString());

    [Theory]
    [InlineData("EUR", 1)]
    [InlineData("10 EUR / x", 10)]
    [InlineData("10 kg / p / t", 11)]
    [InlineData("", 1)]
    public void TryParse_NoThreshold_IsRefusedWithItsColumn(string text, int column)
    {
        Assert.False(Expressions.Threshold.TryParse(text, out _, out var error));
        Assert.Equal(column, error.Column);
    }

    // An anti-dumping duty of 99 % where the conditions state none.
    private static DutyDecision Decide(Consignment consignment, params Condition[] lines) =>
        DutyCalculator.Decide(Basis(lines), consignment);

    private static DutyBasis Basis(params Condition[] lines) => Basis(Of("D", "99 %") with { Conditions = lines });

    private static DutyBasis Basis(params Measure[] measures) =>
        TestTariff.Basis(Germany, Version1 with { Measures = measures });

    private static Measure Of(string id, string expression) =>
        Measure(id, MeasureType.AntiDumping, "28469020", "ALL", expression);

    private static DutyExpression Duty(string text) => DutyExpression.Parse(text);

    private static Threshold Threshold(string text) =>
        Expressions.Threshold.TryParse(text, out var threshold, out var error)
            ? threshold
            : throw new ExpressionException(error);

    private static DutyUnit Unit(string text) => DutyUnit.TryParse(text, out var unit) ? unit : default;
}
