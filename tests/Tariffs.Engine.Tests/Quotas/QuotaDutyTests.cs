using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests.Quotas;

/// <summary>A magnet maker imports dysprosium oxide within a quota: each step's duty, given the allocation.</summary>
public sealed class QuotaDutyTests
{
    private static readonly QuotaClaim Pending = new(Unit("kg Dy2O3"), null, IsCritical: true);

    private static readonly Consignment InJapan = WithRequests(DysprosiumOxide(1200, 358_200)
        .With(DocumentCodes.Assay, "LAB-1") with
    { ContainedShare = 0.995m });

    private static readonly Consignment InGermany = WithRequests(DysprosiumOxide(406, 121_800));

    [Fact]
    public void Decide_PendingInACriticalQuota_ChargesWithinAndSecuresTheRest()
    {
        var japan = Decide(Japan, InJapan);
        var germany = Decide(Germany, InGermany);

        Assert.Equal((MeasureType.TariffQuota, 0m, 1194m), (japan.Regime, japan.Duty, japan.Quota!.Requested));
        Assert.Equal(9_939_097m, japan.Quota.Security);
        Assert.Equal(9_939_000m, DeclarationTotal.Of(Japan.Rounding, japan.Quota.Security));
        Assert.Equal((0.00m, 19_848.89m), (germany.Duty, germany.Quota!.Security));
    }

    [Fact]
    public void Decide_PendingInAQuotaNotCritical_IsNotSecured() =>
        Assert.Equal(0, Decide(Japan, InJapan, Pending with { IsCritical = false }).Quota!.Security);

    [Fact]
    public void Decide_AllocatedInPart_SplitsInExactProportion()
    {
        var allocation = QuotaAllocation.Of([600], [new("JP", 1194), new("DE", 406)]);

        var japan = Decide(Japan, InJapan, Allocated(allocation.Drawings[0].Allocated));
        var germany = Decide(Germany, InGermany, Allocated(allocation.Drawings[1].Allocated));

        Assert.Equal(["447", "152"], allocation.Drawings.Select(drawing => $"{drawing.Allocated}"));
        Assert.Equal(
            [("M5", 0m), ("M3B", 3_391_700m), ("M6", 2_826_461m)],
            japan.Amounts.Select(amount => (amount.Measure.Id, amount.Amount)));
        Assert.Equal(6_218_100m, DeclarationTotal.Of(Japan.Rounding, [japan]));
        Assert.Equal(3_720_900m, 9_939_000m - DeclarationTotal.Of(Japan.Rounding, [japan]));
        Assert.Equal((12_417.77m, 0m), (germany.Duty, germany.Quota!.Security));
    }

    [Theory]
    [InlineData("JP", "9609800")]
    [InlineData("DE", "19191.11")]
    public void Decide_CertificateRevokedLater_LeavesTheQuotasPart(string administration, string total)
    {
        var policy = administration == "JP" ? Japan : Germany;
        var consignment = (administration == "JP" ? InJapan : InGermany) with
        {
            Certificates = [Certificate() with { RevokedFrom = new DateOnly(2027, 2, 1) }],
        };

        var decision = Decide(policy, consignment, Allocated(administration == "JP" ? 447 : 152));

        Assert.Equal(total, $"{DeclarationTotal.Of(policy.Rounding, [decision])}");
        Assert.Equal(["M5", "M1b", "M6"], decision.Amounts.Select(amount => amount.Measure.Id));
    }

    [Fact]
    public void Decide_PriceAtTheFloor_BearsNoLevyOnTheRest() =>
        Assert.Equal(3_674_300m, DeclarationTotal.Of(Japan.Rounding,
            [Decide(Japan, InJapan with { CustomsValue = 1194 * 325 }, Allocated(447))]));

    [Fact]
    public void Explain_AllocatedInPart_ShowsEachPart()
    {
        var explanation = Explain(Germany, InGermany, Allocated(152));

        Assert.Equal(explanation.Decision.Duty, explanation.Findings.Sum(finding => finding.Amount));
        Assert.Equal(
            [
                (QuotaPart.Within, "Asked for by quota 099020."),
                (QuotaPart.Within, "Not added: tariff quota M5 applies."),
                (QuotaPart.Beyond, "Request refused: this part is beyond what is allocated of quota 099020."),
            ],
            explanation.Findings.Where(finding => finding.Measure.Id == "M5" || finding is
            { Measure.Id: "M6", Part: QuotaPart.Within }).OrderBy(finding => finding.Part)
                .ThenBy(finding => finding.Measure.Id).Select(finding => (finding.Part, finding.Reason)));
        Assert.Contains("67733.33 EUR × 10 % = 6773.333 → 6773.33 EUR", explanation.Findings.Single(
            finding => finding is { Measure.Id: "M3B", Part: QuotaPart.Beyond }).Formula, StringComparison.Ordinal);
        Assert.Equal("Quota 099020: Request refused: this part is beyond what is allocated of quota 099020.",
            Assert.Single(explanation.Warnings));
    }

    [Theory]
    [InlineData(0, MeasureType.CertifiedSupplier, 1)]
    [InlineData(406, MeasureType.TariffQuota, 1)]
    [InlineData(500, MeasureType.TariffQuota, 1)]
    [InlineData(1, MeasureType.TariffQuota, 2)]
    public void Decide_AllocatedNothingOrAll_IsOnePart(int allocated, MeasureType regime, int alternatives)
    {
        var decision = Decide(Germany, InGermany, Allocated(allocated));

        Assert.Equal(regime, decision.Regime);
        Assert.Equal(alternatives, decision.Amounts.Count(amount => !amount.Measure.Type.IsAdditive()));
    }

    [Fact]
    public void Explain_NothingKnownOfTheQuota_IsNotDecided()
    {
        var explanation = DutyCalculator.Explain(Basis(Germany, WithQuota), InGermany);

        Assert.Equal(DutyOutcome.NotDecided, explanation.Decision.Outcome);
        Assert.Equal("Not decided: nothing is known of quota 099020 and what of it is allocated.",
            Assert.Single(explanation.Warnings));
    }

    [Fact]
    public void Decide_OrderOfRequests_IsTheDeclarants()
    {
        var certified = Decide(Germany, InGermany with { Requests = ["9CRM", "099020"] });
        var quota = Decide(Germany, InGermany with { Requests = [] });

        Assert.Equal((MeasureType.CertifiedSupplier, null), (certified.Regime, certified.Quota));
        Assert.Equal(MeasureType.TariffQuota, quota.Regime);
    }

    [Fact]
    public void Decide_SecurityWithTwoRequestsMet_IsOfTheMoreFavourable()
    {
        var consignment = InGermany with
        {
            Documents = [new("9CRM", "C-C"), new("9CRM", "C-MY-7")],
            Certificates = [Certificate(CertificateLevel.C) with { Number = "C-C" }, Certificate()],
        };

        Assert.Equal(19_848.89m, Decide(Germany, consignment).Quota!.Security);
    }

    [Fact]
    public void Explain_QuotaThatIsNotForTheGoods_IsRefused()
    {
        var explanation = Explain(Germany, InGermany with { QuotaOrderNumber = "099099" }, Pending);

        Assert.Equal(MeasureType.CertifiedSupplier, explanation.Decision.Regime);
        Assert.Equal("Quota 099099: there is no measure that it asks for.", Assert.Single(explanation.Warnings));
    }

    [Fact]
    public void Decide_QuotaNotAskedFor_IsNotGiven() =>
        Assert.Equal(MeasureType.CertifiedSupplier,
            DutyCalculator.Decide(Basis(Germany, WithQuota), InGermany with { QuotaOrderNumber = "" }).Regime);

    private static Consignment WithRequests(Consignment consignment) => consignment.With(Certificate()) with
    {
        QuotaOrderNumber = "099020",
        Requests = ["099020", "9CRM"],
    };

    private static QuotaClaim Allocated(decimal kilograms) => Pending with { Allocated = kilograms };

    private static DutyDecision Decide(
        AdministrationPolicy policy, Consignment consignment, QuotaClaim? claim = null)
    {
        var decision = DutyCalculator.Decide(Basis(policy, WithQuota), consignment with { Quota = claim ?? Pending });
        Assert.Equal(DutyOutcome.Decided, decision.Outcome);
        return decision;
    }

    private static DutyExplanation Explain(AdministrationPolicy policy, Consignment consignment, QuotaClaim claim) =>
        DutyCalculator.Explain(Basis(policy, WithQuota), consignment with { Quota = claim });

    private static DutyUnit Unit(string text) => DutyUnit.TryParse(text, out var unit) ? unit : default;
}
