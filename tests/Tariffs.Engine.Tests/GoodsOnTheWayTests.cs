namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Goods that were on the way when their party was suspended keep their treatment for a while.</summary>
public sealed class GoodsOnTheWayTests
{
    private static readonly DateOnly Effect = new(2027, 7, 1);

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
        Club = new Suspended(),
    };

    [Theory]
    [InlineData("2027-06-30", "2027-06-30", false)]
    [InlineData("2027-07-01", "2027-06-30", true)]
    [InlineData("2027-08-30", "2027-06-30", true)]
    [InlineData("2027-08-31", "2027-06-30", false)]
    [InlineData("2027-07-15", "2027-07-01", false)]
    [InlineData("2027-07-15", "", false)]
    public void Duty_WithTheRequest_IsKeptUntilTheSixtiethDayByTheTransportDocument(
        string day, string transport, bool kept)
    {
        var before = day == "2027-06-30";
        var member = DutyCalculator.Decide(Germany, Oxide("JP", day, transport).With(DocumentCodes.GoodsOnTheWay));
        var acceding = DutyCalculator.Decide(Germany, Oxide("AU", day, transport).With(DocumentCodes.GoodsOnTheWay));

        Assert.Equal(kept || before
            ? (0.00m, MeasureType.ClubPreference, OriginStatus.Club)
            : (200_000.00m, MeasureType.Base, OriginStatus.ThirdCountry),
            (member.Duty, member.Regime, member.OriginStatus));
        Assert.Equal(kept || before
            ? (150_000.00m, MeasureType.PhaseIn) : (200_000.00m, MeasureType.Base), (acceding.Duty, acceding.Regime));
    }

    [Fact]
    public void Duty_WithoutTheRequest_IsThatOfAThirdCountry() =>
        Assert.Equal(200_000.00m, DutyCalculator.Decide(Germany, Oxide("JP", "2027-07-01", "2027-06-30")).Duty);

    [Fact]
    public void Explain_Kept_SaysSinceWhen()
    {
        var explanation = DutyCalculator.Explain(
            Germany, Oxide("JP", "2027-08-30", "2027-06-30").With(DocumentCodes.GoodsOnTheWay));

        Assert.Equal(
            "Asked for by document 9CRO: JP was in the club. Document 9CRW: on the way since 2027-06-30, before the "
            + "suspension of JP on 2027-07-01, the goods keep their treatment.",
            Assert.Single(explanation.Findings, finding => finding.Applied).Reason);
        Assert.Empty(explanation.Warnings);
    }

    [Theory]
    [InlineData("2027-06-30", "2027-06-30", "JP is not suspended on 2027-06-30.")]
    [InlineData("2027-07-15", "", "the date of the transport document is not declared.")]
    [InlineData("2027-07-15", "2027-07-01",
        "the transport document of 2027-07-01 is not from before the suspension of JP on 2027-07-01.")]
    [InlineData("2027-08-31", "2027-06-30",
        "goods on the way before the suspension of JP on 2027-07-01 had to be accepted by 2027-08-30.")]
    public void Explain_NotKept_SaysWhyTheRequestIsRefused(string day, string transport, string why)
    {
        var explanation = DutyCalculator.Explain(
            Germany, Oxide("JP", day, transport).With(DocumentCodes.GoodsOnTheWay));

        Assert.Contains($"Request refused: document 9CRW: {why}", explanation.Warnings);
        if (day != "2027-06-30")
        {
            var preference = Assert.Single(
                explanation.Findings, finding => finding.Measure.Type == MeasureType.ClubPreference);
            Assert.Equal((false, FindingGround.RequestRefused,
                $"Request refused: JP is not in the club on {day}. Document 9CRW: {why}"),
                (preference.Applied, preference.Ground, preference.Reason));
        }
    }

    [Fact]
    public void Explain_WithoutProofOfOrigin_SaysThatItIsMissing()
    {
        var explanation = DutyCalculator.Explain(
            Germany,
            Oxide("JP", "2027-07-15", "2027-06-30") with { Documents = [new(DocumentCodes.GoodsOnTheWay, "")] });

        Assert.Equal(200_000.00m, explanation.Decision.Duty);
        Assert.Contains(
            "Request refused: document 9CRW: club origin is not proven, document 9CRO is not presented.",
            explanation.Warnings);
    }

    private static Consignment Oxide(string origin, string day, string transport) => new Consignment(
        DateOnly.ParseExact(day, "yyyy-MM-dd"), "28469010", origin, "", 10_000, 1_000_000.00m, "EUR", null, "", [], [])
    {
        TransportDocumentDay = transport.Length == 0 ? null : DateOnly.ParseExact(transport, "yyyy-MM-dd"),
    }.With(DocumentCodes.ProofOfOrigin);

    /// <summary>A member and an acceding party, both suspended.</summary>
    private sealed class Suspended : IClubMembership
    {
        public bool IsMember(string country, DateOnly day) => country == "JP" && day < Effect;

        public decimal? PhaseInShare(string country, DateOnly day) => country == "AU" && day < Effect ? 75 : null;

        public Suspension? Suspension(string country, DateOnly day) =>
            country is "JP" or "AU" && day >= Effect ? new(Effect, 60) : null;
    }
}
