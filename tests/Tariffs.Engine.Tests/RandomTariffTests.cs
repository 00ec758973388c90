using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;
using CsCheck;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>
/// What holds for every answer by any tariff: measures of every type, with conditions, codes, destinations, quotas and
/// exclusions drawn at random. Where it does not hold, the seed is printed; CsCheck_Seed takes it again.
/// </summary>
public sealed class RandomTariffTests
{
    private static readonly string[] Duties =
    [
        "20 %", "0 %", "FREE", "3 % + 1.10 EUR / kg", "4.20 USD / 100 kg", "8 % MIN 2 EUR / kg MAX 15 JPY / kg",
        "7 EUR / kg Dy", "1 EUR / p", "6.125 %",
    ];

    private static readonly string[] Thresholds =
        ["2408 EUR / t", "100 USD / kg", "1000 EUR", "500 kg Dy2O3", "10 kg", "2.5 kg / p", "30 kg / 12 p"];

    private static readonly ReferencePriceTable Prices = new(
    [
        new("Dy", Stage.SeparatedCompound, "Dy2O3", 250, "USD", FromStart),
        new("NdPr", Stage.SeparatedCompound, "NdPrO", 61.5m, "USD", FromStart),
    ]);

    private static readonly Gen<Condition[]> Conditions = Gen.OneOf("A", "B", "E", "F", "L", "R").SelectMany(code =>
        Gen.Select(
            Gen.OneOf("", "", "C644", "9CRM"), Gen.OneOf(Thresholds),
            Gen.OneOf(ConditionAction.All.ToArray()), Gen.OneOf(Duties)).Array[0, 3]
            .Select(lines => lines.Select((line, index) => Line(code, index + 1, line.Item1, line.Item2, line.Item3,
                line.Item4)).ToArray()));

    private static readonly Gen<Measure> Measures = Gen.Select(
        Gen.OneOf(MeasureTypes.All.ToArray()), Gen.OneOf("28", "2846", "28469020"),
        Gen.OneOf("ALL", "MY", "DOM-DY-SEP", "CLUB"), Gen.OneOf(Duties),
        Gen.Select(Gen.OneOf("", "", "", "C123", "C999"), Gen.OneOf("", "", "EU", "JP"),
            Gen.OneOf("", "9CRM", "9CRO", "9XYZ"), Gen.OneOf("90 USD / kg Dy2O3", "40 USD / kg NdPr")),
        Gen.Frequency((3, Gen.Const(Array.Empty<Condition>())), (1, Conditions)),
        Gen.OneOf(CertificateLevel.A, CertificateLevel.B))
        .Select((type, code, origin, duty, codes, conditions, level) => Of(
            type, code, origin, type.Type == MeasureType.PriceFloor ? $"FLOOR {codes.Item4}" : duty, codes.Item1,
            codes.Item2, codes.Item3, conditions, level));

    private static readonly Measure[] Floors =
    [
        Measure("", MeasureType.PriceFloor, "28469020", "ALL", "FLOOR 90 USD / kg Dy2O3"),
        Measure("", MeasureType.PriceFloor, "28469020", "ALL", "FLOOR 40 USD / kg NdPr"),
    ];

    private static readonly Gen<Tariff> Tariffs = Gen.Select(
        Measures.Array[1, 12],
        Gen.Select(Gen.OneOf(MeasureTypes.All.ToArray()), Gen.OneOf(MeasureType.PriceFloor, MeasureType.Safeguard,
            MeasureType.AntiDumping)).Array[0, 4],
        Gen.Frequency((3, Gen.Const(Array.Empty<Measure>())), (1, Gen.Const(Floors))))
        .Select((measures, exclusions, floors) => Version1 with
        {
            Measures = [.. measures.Concat(floors).Select((measure, index) => measure with { Id = $"M{index}" })],
            Exclusions = [.. exclusions.Select(pair => new TypeExclusion(pair.Item1.Type, pair.Item2))],
        });

    private static readonly Gen<Consignment> Consignments = Gen.Select(
        Gen.OneOf("28469010", "28469020"), Gen.OneOf("MY", "CN", "JP", "AU"),
        Gen.Select(Gen.Decimal[0.001m, 99_999m], Gen.Decimal[0, 9_999_999m]), Gen.OneOf("USD", "EUR", "JPY"),
        Gen.OneOf("9CRM", "9CRO", "9CRA", "C644", "9XYZ").Array[0, 4],
        Gen.Select(Gen.OneOf("", "C123", "C999"), Gen.OneOf("", "099020"), Gen.Bool),
        Gen.Select(Gen.Int[-1, 9_999], Gen.Bool, Gen.OneOf("099020", "9CRM").Array[0, 2]))
        .Select((code, origin, figures, currency, documents, codes, quota) => new Consignment(
            // From July on Australia accedes, and there are no rates.
            new DateOnly(2027, figures.Item1 > 50_000 ? 7 : 3, 8), code, origin, "",
            Math.Round(figures.Item1, 6), Math.Round(figures.Item2, 6),
            currency, null, "", [.. documents.Select(one => new PresentedDocument(one, "C-MY-7"))],
            [Certificate(CertificateLevel.A)])
        {
            AdditionalCodes = codes.Item1.Length == 0 ? [] : [codes.Item1],
            QuotaOrderNumber = codes.Item2,
            Quantities = codes.Item3 ? [new(3, Unit("p")), new(7.5m, Unit("kg NdPr")), new(40, Unit("kg Dy2O3"))] : [],
            Quota = new QuotaClaim(Unit("kg Dy2O3"), quota.Item1 < 0 ? null : quota.Item1, quota.Item2),
            Requests = [.. quota.Item3],
        });

    [Fact]
    public void Explain_AnyTariff_AddsUpToTheMinorUnit()
    {
        HashSet<MeasureType> applied = [];
        HashSet<DutyOutcome> outcomes = [];
        var shared = 0;
        Gen.Select(Tariffs, Gen.OneOf(Germany with { Party = "EU" }, Japan with { Party = "JP" }), Consignments)
            .Sample((tariff, policy, consignment) =>
            {
                var basis = Basis(policy, tariff) with { Prices = Prices };
                var explanation = DutyCalculator.Explain(basis, consignment);
                lock (applied)
                {
                    outcomes.Add(explanation.Decision.Outcome);
                    applied.UnionWith(explanation.Decision.Amounts.Select(amount => amount.Measure.Type));
                    shared += explanation.Findings.Count(finding =>
                        finding.Reason.Contains("its share of the customs value", StringComparison.Ordinal));
                }

                Check(explanation, policy);
                Assert.Equal(Text(DutyCalculator.Decide(basis, consignment)), Text(explanation.Decision));
            }, iter: 20_000);

        // Each type came to be applied, and floors to share a value.
        Assert.True(shared > 0);
        Assert.Equal(MeasureTypes.All.Select(rule => rule.Type), applied.Order());
        Assert.Equal([DutyOutcome.Decided, DutyOutcome.NotAllowed, DutyOutcome.NotDecided], outcomes.Order());
    }

    [Fact]
    public void Compare_AnyTwoAnswers_AddsUpToTheMinorUnit()
    {
        HashSet<DutyCause> causes = [];
        Gen.Select(Tariffs, Tariffs, Gen.OneOf(Germany, Japan), Consignments, Consignments).Sample(
            (before, after, policy, one, other) =>
            {
                var comparison = DutyComparison.Of(
                    new DutySide(Basis(policy, before), [one]), new DutySide(Basis(policy, after), [other, one]));
                if (comparison is not { Before: { } first, After: { } last })
                    return;
                lock (causes)
                    causes.UnionWith(comparison.Differences.SelectMany(difference => difference.Causes));
                Assert.Equal(last - first, comparison.Differences.Sum(difference => difference.Amount));
            }, iter: 5_000);

        Assert.All(
            [DutyCause.Tariff, DutyCause.Price, DutyCause.Quantity, DutyCause.DeclaredData],
            cause => Assert.Contains(cause, causes));
    }

    private static void Check(DutyExplanation explanation, AdministrationPolicy policy)
    {
        var decision = explanation.Decision;
        var applied = explanation.Findings.Where(finding => finding.Applied).ToArray();
        Assert.Equal(decision.Duty, applied.Sum(finding => finding.Amount));
        Assert.Equal(decision.Duty, decision.Amounts.Sum(amount => amount.Amount));
        Assert.Equal(
            decision.Amounts.Select(amount => (amount.Measure.Id, amount.Amount)).Order(),
            applied.Select(finding => (finding.Measure.Id, finding.Amount)).Order());
        Assert.All(applied, finding => Assert.Equal(0, finding.Amount % policy.Rounding.LineStep.Unit));
        Assert.All(explanation.Findings, finding => Assert.NotEmpty(finding.Reason));
        Assert.All(
            explanation.Findings.Where(finding => !finding.Applied), finding => Assert.Equal(0, finding.Amount));
        // Of each part one alternative at most; of what stops the goods there may be several.
        Assert.All(applied.Where(finding => decision.Outcome == DutyOutcome.Decided
                && finding.Measure.Type.Rule().Combination == Combination.Alternative)
            .GroupBy(finding => finding.Part), part => Assert.Single(part));
        Assert.True(decision.Duty >= 0 && decision.Quota is not { Security: < 0 });
        Assert.Equal(decision.Outcome == DutyOutcome.NotDecided, decision.Missing.Count > 0);
        if (decision.Outcome != DutyOutcome.Decided)
            Assert.Equal(0, decision.Duty);
    }

    private static string Text(DutyDecision decision) => string.Join('|', decision.Outcome, decision.Duty,
        decision.Currency, decision.Regime, decision.OriginStatus, decision.Certificate?.Number, decision.Quota,
        string.Join(';', decision.Amounts.Select(one => (one.Measure.Id, one.Measure.Expression, one.Amount))),
        string.Join(';', decision.Missing));

    private static Condition Line(
        string code, int sequence, string document, string threshold, ConditionAction action, string duty)
    {
        var compared = document.Length == 0 && ConditionCode.Find(code)!.Sign.Length > 0
            && Threshold.TryParse(threshold, out var read, out _) ? read : null;
        return new Condition(code, sequence, document, compared, action.Code, action.Effect switch
        {
            ConditionEffect.Duty => DutyExpression.Parse(duty),
            ConditionEffect.Difference => DutyExpression.Parse("90 USD / kg"),
            _ => null,
        });
    }

    private static Measure Of(
        MeasureTypeRule rule, string code, string origin, string duty, string additional, string destination,
        string document, Condition[] conditions, CertificateLevel level)
    {
        var type = rule.Type;
        var isControl = rule.Combination == Combination.Control;
        var expression = type switch
        {
            MeasureType.PhaseIn => "SHARE OF BASE",
            _ => isControl ? "FREE" : duty,
        };
        return Measure("", type, code, type == MeasureType.PhaseIn ? "ACCEDING" : origin, expression) with
        {
            RequiredDocument = type switch
            {
                MeasureType.CertifiedSupplier => "9CRM",
                MeasureType.PhaseIn or MeasureType.ClubPreference => "9CRO",
                _ => isControl ? document : "",
            },
            Level = type == MeasureType.CertifiedSupplier ? level : CertificateLevel.None,
            OrderNumber = type == MeasureType.TariffQuota ? "099020" : "",
            AdditionalCode = additional,
            Destinations = destination.Length == 0 ? [] : [destination],
            // What forbids nearly always would leave little to add up.
            Conditions = isControl && conditions.Length == 0
                ? [new("Y", 1, "", null, type == MeasureType.Prohibition && document == "9XYZ" ? "06" : "24", null)]
                : conditions,
        };
    }

    private static DutyUnit Unit(string text) => DutyUnit.TryParse(text, out var unit) ? unit : default;
}
