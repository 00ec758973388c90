using System.Globalization;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;
using CsCheck;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>What holds for every answer.</summary>
public sealed class DerivationTests
{
    private static readonly DutyBasis[] Bases =
        [Basis(Germany), Basis(Japan), Basis(Germany, Version2), Basis(Japan, WithSpecifics())];

    private static readonly Gen<Consignment> Consignments = Gen.Select(
        Gen.OneOf("28469010", "28469020", "28469030", "28053010", "28053020", "01012100"),
        Gen.OneOf("CN", "MY", "JP", "AU"),
        Gen.OneOf("", "CLUB", "JP", "AU"),
        Gen.Select(Gen.Long[1, 99_999_999_999_999], Gen.Int[0, 6]),
        Gen.Select(Gen.Long[0, 99_999_999_999_999], Gen.Int[0, 6]),
        Gen.OneOf("USD", "EUR", "JPY", "CNY"),
        Gen.Select(Gen.Int[0, 1_000_000], Gen.OneOf(new[] { "9CRM", "9CRO", "9CRA", "9XXX" }).Array[0, 3]),
        Gen.Select(Gen.Enum<CertificateLevel>(), Gen.OneOf("2027-03-08", "2027-05-31", "2027-06-01", "2026-12-31")))
        .Select((code, origin, preferential, mass, value, currency, share, evidence) => new Consignment(
            DateOnly.ParseExact(evidence.Item2, "yyyy-MM-dd"), code, origin, preferential,
            new decimal((int)mass.Item1, (int)(mass.Item1 >> 32), 0, false, (byte)mass.Item2),
            new decimal((int)value.Item1, (int)(value.Item1 >> 32), 0, false, (byte)value.Item2),
            currency, share.Item1 / 1_000_000m, "",
            [.. share.Item2.Select(document => new PresentedDocument(document, "C-MY-7"))],
            [Certificate(evidence.Item1)]));

    // Some of so many digits that products leave what a decimal can hold.
    private static readonly Gen<decimal> Figures =
        Gen.Select(Gen.Long[0, 99_999_999_999_999], Gen.Int[0, 14]).Select((digits, scale) =>
            new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale));

    [Fact]
    public void Explain_AnyConsignment_AddsUpToTheDuty() =>
        Gen.Select(Gen.OneOf(Bases), Consignments).Sample((basis, consignment) =>
        {
            var explanation = DutyCalculator.Explain(basis, consignment);
            var decision = explanation.Decision;
            var applied = explanation.Findings.Where(finding => finding.Applied).ToArray();
            var line = basis.Policy.Rounding.LineStep.Unit;

            Assert.Equal(decision.Duty, applied.Sum(finding => finding.Amount));
            Assert.Equal(
                decision.Amounts.Select(amount => (amount.Measure, amount.Amount)),
                applied.Select(finding => (finding.Measure, finding.Amount)));
            Assert.All(applied, finding => Assert.Equal(0, finding.Amount % line));
            Assert.All(applied, finding => Assert.EndsWith(
                $"→ {finding.Amount} {decision.Currency}", finding.Formula, StringComparison.Ordinal));
            Assert.All(explanation.Findings, finding => Assert.NotEmpty(finding.Reason));
            Assert.True(applied.Count(finding => !finding.Measure.Type.IsAdditive()) <= 1);
            Assert.True(decision.Duty >= 0);
            Assert.Equal(decision.Outcome == DutyOutcome.NotDecided, decision.Missing.Count > 0);
        });

    [Fact]
    public void Decide_Again_IsTheSame() =>
        Gen.Select(Gen.OneOf(Bases), Consignments).Sample((basis, consignment) =>
        {
            var decision = DutyCalculator.Decide(basis, consignment);
            var again = DutyCalculator.Explain(basis, consignment).Decision;

            Assert.Equivalent(decision, again, strict: true);
        });

    [Theory]
    [InlineData("8 % MIN 2 EUR / kg MAX 15 EUR / kg", 100, "20.00", "min(max(100.00 EUR × 8 %, 2 EUR / kg × 10 kg), ")]
    [InlineData("8 % MIN 2 EUR / kg MAX 15 EUR / kg", 1000, "80.00", "min(max(1000.00 EUR × 8 %, ")]
    [InlineData("8 % MIN 2 EUR / kg MAX 15 EUR / kg", 10_000, "150.00", "min(max(10000.00 EUR × 8 %, ")]
    [InlineData("3 % + 1.10 EUR / kg", 1000, "41.00", "1000.00 EUR × 3 % + 1.10 EUR / kg × 10 kg = 41 → 41.00 EUR")]
    [InlineData("50 EUR / kg Dy", 1000, "435.66",
        "50 EUR / kg Dy × 8.7132301686… kg Dy = 435.6615084344… → 435.66 EUR")]
    [InlineData("5 EUR / g", 1000, "50000.00", "5 EUR / g × 10 kg = 50000 → 50000.00 EUR")]
    [InlineData("FREE", 1000, "0.00", "FREE = 0 → 0.00 EUR")]
    [InlineData("9 % + 1 EUR / kg MAX 5 % + 3 EUR / kg", 1000, "80.00",
        "min(1000.00 EUR × 9 % + 1 EUR / kg × 10 kg, 1000.00 EUR × 5 % + 3 EUR / kg × 10 kg) = 80 → 80.00 EUR")]
    public void Explain_Expression_IsComputedWithItsNumbers(string expression, int value, string duty, string formula)
    {
        var tariff = Version1 with { Measures = [Measure("X", MeasureType.Base, "28469020", "ALL", expression)] };

        var explanation = DutyCalculator.Explain(
            Basis(Germany, tariff), DysprosiumOxide(10, value) with { Currency = "EUR" });

        Assert.Equal(duty, $"{explanation.Decision.Duty}");
        Assert.StartsWith(formula, explanation.Findings.Single().Formula, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("EUR", false)]
    [InlineData("USD", true)]
    [InlineData("USD", false)]
    public void Decide_DutyAndLevy_AllocatesNothing(string currency, bool isCertified)
    {
        var basis = Basis(Germany);
        var consignment = DysprosiumOxide(747, 224_100) with { Currency = currency };
        if (isCertified)
            consignment = consignment.With(Certificate());
        var amounts = 0;
        for (var round = 0; round < 1000; round++)
            amounts += DutyCalculator.Decide(basis, consignment).Amounts.Count;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 1000; round++)
            amounts += DutyCalculator.Decide(basis, consignment).Amounts.Count;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4000, amounts);
    }

    // A part is counted in fractions, all of an item in decimals where they fit.
    [Theory]
    [InlineData(MeasureType.Base, "{0} % MIN {1} EUR / kg MAX {2} EUR / kg")]
    [InlineData(MeasureType.Base, "{0} % + {1} EUR / 100 kg MAX {2} EUR / t + {0} EUR / kg Dy2O3")]
    [InlineData(MeasureType.Base, "{0} EUR / g MIN {1} EUR / kg Dy")]
    [InlineData(MeasureType.PriceFloor, "FLOOR {1} EUR / kg Dy2O3")]
    public void Decide_AllOfAnItemAsAPartOfIt_IsTheSame(MeasureType type, string shape) =>
        Gen.Select(Figures, Figures, Figures, Consignments).Sample((one, two, three, consignment) =>
        {
            var expression = string.Format(CultureInfo.InvariantCulture, shape, one, two, three);
            var basis = Basis(Germany, Version1 with
            {
                Measures = [Measure("X", type, "2846", "ALL", expression)],
            });
            var item = consignment with { Currency = "EUR" };

            Assert.Equal(
                DutyCalculator.Decide(basis, item with { Portion = new Portion(3, 3) }).Amounts.AsEnumerable(),
                DutyCalculator.Decide(basis, item).Amounts);
        });

    private static Tariff WithSpecifics() => Version1 with
    {
        Measures = [.. Version1.Measures.Select(measure => measure.Type == MeasureType.Base
            ? measure with { Expression = DutyExpression.Parse("8 % + 3 USD / 100 kg MIN 2 JPY / kg MAX 900 USD / t") }
            : measure)],
    };
}
