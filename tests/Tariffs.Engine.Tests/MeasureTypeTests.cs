using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>How measures of each type stand beside the others; on dysprosium oxide of 1,000 EUR and 10 kg.</summary>
public sealed class MeasureTypeTests
{
    private static readonly Consignment Oxide = DysprosiumOxide(10, 1000) with { Currency = "EUR" };

    [Fact]
    public void All_EachType_HasItsRule() =>
        Assert.Equal(
            Enum.GetValues<MeasureType>().Where(type => type != MeasureType.None),
            MeasureTypes.All.Select(rule => rule.Type).Where(type => type.Rule().Name.Length > 0));

    [Theory]
    [InlineData(MeasureType.DutySuspension, "5 %", "50.00")]
    [InlineData(MeasureType.DutySuspension, "25 %", "200.00")]
    [InlineData(MeasureType.Safeguard, "5 %", "250.00")]
    [InlineData(MeasureType.AntiDumping, "7 EUR / kg", "270.00")]
    [InlineData(MeasureType.Countervailing, "1 %", "210.00")]
    [InlineData(MeasureType.Monitoring, "FREE", "200.00")]
    public void Decide_TypeBesideTheBase_ReplacesItOrIsAdded(MeasureType type, string expression, string duty) =>
        Assert.Equal(duty, $"{Decide(Oxide, Base, Of("X", type, expression)).Duty}");

    // 2.5 + 25 + 20 + 125 % are 172.5 % of one base: no duty on duty.
    [Fact]
    public void Decide_FourOfOneBase_AreEachOnIt()
    {
        var decision = Decide(Oxide,
            Of("B", MeasureType.Base, "2.5 %"), Of("S", MeasureType.Safeguard, "25 %"),
            Of("D", MeasureType.AntiDumping, "20 %"), Of("C", MeasureType.Countervailing, "125 %"));

        Assert.Equal(1725.00m, decision.Duty);
        Assert.Equal([25.00m, 250.00m, 200.00m, 1250.00m], decision.Amounts.Select(amount => amount.Amount));
    }

    [Fact]
    public void Explain_Prohibition_StopsTheItemAndComputesNothing()
    {
        var explanation = Explain(Oxide, Base, Of("P", MeasureType.Prohibition, "FREE"));

        Assert.Equal((DutyOutcome.NotAllowed, 0.00m), (explanation.Decision.Outcome, explanation.Decision.Duty));
        Assert.Equal("P", Assert.Single(explanation.Decision.Amounts).Measure.Id);
        Assert.Equal(
            [(FindingGround.Stopped, false), (FindingGround.NotAllowed, true)],
            explanation.Findings.Select(finding => (finding.Ground, finding.Applied)));
        Assert.Equal("prohibition P: The goods are prohibited.", Assert.Single(explanation.Warnings));
    }

    [Fact]
    public void Explain_Restriction_AllowsWithItsDocument()
    {
        var restriction = Of("R", MeasureType.Restriction, "FREE") with { RequiredDocument = "9LIC" };

        Assert.Equal(DutyOutcome.NotAllowed, Decide(Oxide, Base, restriction).Outcome);
        Assert.Equal(200.00m, Decide(Oxide.With("9LIC"), Base, restriction).Duty);
    }

    [Fact]
    public void Explain_MonitoringWithoutItsDocument_NamesItAndStopsNothing()
    {
        var explanation = Explain(
            Oxide, Base, Of("W", MeasureType.Monitoring, "FREE") with { RequiredDocument = "9MON" });

        Assert.Equal(200.00m, explanation.Decision.Duty);
        Assert.Equal("monitoring W: Document 9MON is asked for and not presented.", explanation.Warnings[0]);
    }

    [Fact]
    public void Explain_TypeThatExcludesAnother_IsShown()
    {
        var tariff = Tariff(Base, Of("Q", MeasureType.DutySuspension, "12 %"), Of("S", MeasureType.Safeguard, "15 %"));

        var added = DutyCalculator.Explain(Basis(Germany, tariff), Oxide);
        var excluded = DutyCalculator.Explain(Basis(Germany, tariff with
        {
            Exclusions = [new(MeasureType.DutySuspension, MeasureType.Safeguard)],
        }), Oxide);

        Assert.Equal((270.00m, 120.00m), (added.Decision.Duty, excluded.Decision.Duty));
        var safeguard = excluded.Findings.Single(finding => finding.Measure.Id == "S");
        Assert.Equal(
            (FindingGround.ExcludedByType, "Not added: duty suspension Q applies."),
            (safeguard.Ground, safeguard.Reason));
    }

    // Alone 18 % is less than 20 %; with what is added to it, it is more.
    [Fact]
    public void Decide_MostFavourable_CountsWhatIsAdded()
    {
        var suspension = Of("D", MeasureType.DutySuspension, "18 %");
        var tariff = Tariff(Base, suspension, Of("S", MeasureType.Safeguard, "5 %")) with
        {
            Exclusions = [new(MeasureType.Base, MeasureType.Safeguard)],
        };

        var decision = DutyCalculator.Decide(Basis(Germany, tariff), Oxide);

        Assert.Equal((MeasureType.Base, 200.00m), (decision.Regime, decision.Duty));
    }

    [Theory]
    [InlineData("", "DE", "200.00")]
    [InlineData("JP", "DE", "200.00")]
    [InlineData("EU", "DE", "250.00")]
    [InlineData("DE", "DE", "250.00")]
    public void Decide_Destination_BindsThoseImportsOnly(string destination, string administration, string duty)
    {
        var safeguard = Of("S", MeasureType.Safeguard, "5 %") with { Destinations = [destination] };
        var basis = Basis(Germany with { Administration = administration, Party = "EU" }, Tariff(Base, safeguard));

        Assert.Equal(duty, $"{DutyCalculator.Decide(basis, Oxide).Duty}");
    }

    [Fact]
    public void Decide_DestinationNamed_StandsBeforeAll()
    {
        var basis = Basis(Germany with { Party = "EU" }, Tariff(
            Base, Of("E", MeasureType.Base, "30 %") with { Destinations = ["EU"] }));

        Assert.Equal(300.00m, DutyCalculator.Decide(basis, Oxide).Duty);
    }

    private static readonly Measure Base = Of("B", MeasureType.Base, "20 %");

    private static Measure Of(string id, MeasureType type, string expression) =>
        Measure(id, type, "28469020", "ALL", expression);

    private static Tariff Tariff(params Measure[] measures) => Version1 with { Measures = measures };

    private static DutyDecision Decide(Consignment consignment, params Measure[] measures) =>
        DutyCalculator.Decide(Basis(Germany, Tariff(measures)), consignment);

    private static DutyExplanation Explain(Consignment consignment, params Measure[] measures) =>
        DutyCalculator.Explain(Basis(Germany, Tariff(measures)), consignment);
}
