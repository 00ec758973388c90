namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Imports played with every figure; computed by hand in exact decimals.</summary>
public sealed class StoryTests
{
    private static readonly DateOnly May = new(2027, 5, 31);
    private static readonly DateOnly June = new(2027, 6, 1);

    public static TheoryData<string, bool, DateOnly, string, string, string, string> Metals => new()
    {
        { "DE", false, May, "107764.05 38409.77", "26941.01 9602.44", "7791.50 0.00", "44334.95" },
        { "DE", true, May, "107764.05 38409.77", "29635.11 10562.69", "12235.95 0.00", "52433.75" },
        { "DE", true, June, "107192.36 38206.00", "29477.90 10506.65", "12171.03 0.00", "52155.58" },
        { "JP", false, May, "17975000 6406000", "4493750 1601500", "1299651 0", "7394900" },
        { "JP", true, May, "17975000 6406000", "4943125 1761650", "2041001 0", "8745700" },
        { "JP", true, June, "17975000 6406000", "4943125 1761650", "2041001 0", "8745700" },
    };

    [Theory]
    [MemberData(nameof(Metals))]
    public void Explain_TwoMetalsFromChina_ComesToTheFigures(
        string administration, bool raised, DateOnly day, string bases, string duties, string levies, string total)
    {
        var basis = Basis(administration, raised ? TestTariff.Version2 : TestTariff.Version1);
        DutyExplanation[] items =
        [
            DutyCalculator.Explain(basis, TestTariff.Metal("28053010", day, 1000, 121_234.56m)),
            DutyCalculator.Explain(basis, TestTariff.Metal("28053020", day, 100, 43_210.99m)),
        ];

        Assert.Equal(bases, string.Join(' ', items.Select(item => item.Base)));
        Assert.Equal(duties, Amounts(items, MeasureType.Base));
        Assert.Equal(levies, Amounts(items, MeasureType.PriceFloor));
        Assert.Equal(total, $"{DeclarationTotal.Of(basis.Policy.Rounding, items.Select(item => item.Decision))}");
    }

    [Fact]
    public void Explain_LevyInEuro_ShowsExactBesideRounded()
    {
        var explanation = DutyCalculator.Explain(
            TestTariff.Basis(TestTariff.Germany), TestTariff.Metal("28053010", May, 1000, 121_234.56m));
        var levy = explanation.Findings.Single(finding => finding.Measure.Id == "M8");

        Assert.Equal("107764.05333333333333333333333", $"{explanation.ExactValue}");
        Assert.Equal("1 EUR = 1.1250 USD (EU-MONTHLY, from 2027-05-01)", explanation.Conversion);
        Assert.Equal(
            "max(0, 130 USD / kg NdPr × 1000 kg NdPr = 115555.5555555555… EUR - 107764.0533333333… EUR)"
            + " = 7791.5022222222… → 7791.50 EUR",
            levy.Formula);
    }

    // 747 kg at 300 USD: the part of a consignment that a quota left out.
    [Theory]
    [InlineData("JP", true, "3391700", "2826461", "6218100")]
    [InlineData("JP", false, "6783400", "2826461", "9609800")]
    public void Decide_DysprosiumOxideInJapan_ComesToTheFigures(
        string administration, bool certified, string duty, string levy, string total) =>
        AssertOxide(administration, certified, 747, 224_100, duty, levy, total);

    // 254 kg and 406 kg at 300 USD.
    [Theory]
    [InlineData(true, 254, 76_200, "6773.33", "5644.44", "12417.77")]
    [InlineData(false, 254, 76_200, "13546.67", "5644.44", "19191.11")]
    [InlineData(true, 406, 121_800, "10826.67", "9022.22", "19848.89")]
    public void Decide_DysprosiumOxideInGermany_ComesToTheFigures(
        bool certified, int net, int value, string duty, string levy, string total) =>
        AssertOxide("DE", certified, net, value, duty, levy, total);

    [Fact]
    public void Decide_AssayOfAnotherShare_CountsTheContainedOxide() =>
        AssertOxide("JP", true, 1200, 358_200, "5421300", "4517797", "9939000", 0.995m);

    [Fact]
    public void Decide_PriceAtTheFloor_BearsNoLevy() =>
        // A levy from the cut base would be 996, from the value cut to 1 JPY 0.25.
        AssertOxide("JP", true, 747, 747 * 325, "3674300", "0", "3674300");

    private static void AssertOxide(
        string administration, bool certified, decimal net, decimal value, string duty, string levy, string total,
        decimal? share = null)
    {
        var consignment = TestTariff.DysprosiumOxide(net, value).With(TestTariff.Certificate() with
        {
            RevokedFrom = certified ? null : new DateOnly(2027, 2, 1),
        });
        if (share is not null)
            consignment = consignment.With(DocumentCodes.Assay, "LAB-1") with { ContainedShare = share };
        var basis = Basis(administration, TestTariff.Version1);

        var decision = DutyCalculator.Decide(basis, consignment);

        Assert.Equal(DutyOutcome.Decided, decision.Outcome);
        Assert.Equal(certified ? MeasureType.CertifiedSupplier : MeasureType.Base, decision.Regime);
        Assert.Equal([duty, levy], decision.Amounts.Select(amount => $"{amount.Amount}"));
        Assert.Equal(total, $"{DeclarationTotal.Of(basis.Policy.Rounding, [decision])}");
    }

    private static string Amounts(IEnumerable<DutyExplanation> items, MeasureType type) =>
        string.Join(' ', items.Select(item =>
            item.Findings.Single(one => one.Measure.Type == type && one.Applied).Amount));

    private static DutyBasis Basis(string administration, Tariff tariff) =>
        TestTariff.Basis(administration == "DE" ? TestTariff.Germany : TestTariff.Japan, tariff);
}
