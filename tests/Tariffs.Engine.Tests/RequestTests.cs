using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Which alternative applies: what is asked for by presenting a document, and what happens when it is not
/// met.</summary>
public sealed class RequestTests
{
    private static readonly DutyBasis Basis = TestTariff.Basis(Germany);

    private static Consignment Oxide => DysprosiumOxide(100, 40_000);

    [Theory]
    [InlineData(CertificateLevel.A, "M3A")]
    [InlineData(CertificateLevel.B, "M3B")]
    [InlineData(CertificateLevel.C, "M3C")]
    public void Decide_CertificatePresented_TakesTheMeasureOfItsLevel(CertificateLevel level, string measure)
    {
        var decision = DutyCalculator.Decide(Basis, Oxide.With(Certificate(level)));

        Assert.Equal(measure, decision.Amounts[0].Measure.Id);
        Assert.Equal(level, decision.Certificate?.Level);
    }

    public static TheoryData<string, CertificateEvidence, string> Refusals
    {
        get
        {
            var good = Certificate();
            return new()
            {
                { "MY", good with { Number = "C-OTHER" }, "certificate 'C-MY-7' is not known." },
                { "MY", good with { Valid = new(new(2027, 3, 9), null) },
                    "certificate C-MY-7 is valid only from 2027-03-09." },
                { "MY", good with { Valid = Days("2027-01-04", "2027-03-08") },
                    "certificate C-MY-7 expired on 2027-03-08." },
                { "MY", good with { RevokedFrom = new(2027, 3, 8) },
                    "certificate C-MY-7 is revoked from 2027-03-08." },
                { "VN", good, "certificate C-MY-7 is for a facility in MY, origin is VN." },
                { "MY", good with { Facility = "MY-8" },
                    "certificate C-MY-7 is for facility MY-8, declared is MY-7." },
                { "MY", good with { Scopes = [new("Dy", Stage.Metal), new("Tb", Stage.SeparatedCompound)] },
                    "certificate C-MY-7 does not cover Dy as separated compound." },
                { "CN", good with { Country = "CN" }, "CN is excluded: it is in DOM-DY-SEP." },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Explain_CertificateThatDoesNotCount_IsRefusedAndTreatedAsNotAskedFor(
        string origin, CertificateEvidence certificate, string reason)
    {
        var consignment = Oxide with { Origin = origin, Facility = "MY-7", Certificates = [certificate] };

        var explanation = DutyCalculator.Explain(Basis, consignment.With(DocumentCodes.Certificate, "C-MY-7"));

        Assert.Equal(MeasureType.Base, explanation.Decision.Regime);
        Assert.Equal(7111.11m, explanation.Decision.Duty);
        Assert.Null(explanation.Decision.Certificate);
        var refused = explanation.Findings.Where(finding => finding.Ground == FindingGround.RequestRefused).ToArray();
        Assert.Equal(["M3A", "M3B", "M3C"], refused.Select(finding => finding.Measure.Id));
        Assert.All(refused, finding => Assert.Equal("Request refused: " + reason, finding.Reason));
        Assert.Contains("Document 9CRM: Request refused: " + reason, explanation.Warnings);
    }

    [Theory]
    [InlineData("2027-03-07", true)]
    [InlineData("2027-03-08", true)]
    [InlineData("2027-03-09", false)]
    public void Decide_CertificateRevoked_CountsUpToTheDayBefore(string day, bool counts)
    {
        var certificate = Certificate() with { RevokedFrom = new DateOnly(2027, 3, 9) };
        var consignment = Oxide.With(certificate) with { AcceptanceDay = DateOnly.ParseExact(day, "yyyy-MM-dd") };

        Assert.Equal(counts ? MeasureType.CertifiedSupplier : MeasureType.Base,
            DutyCalculator.Decide(Basis, consignment).Regime);
    }

    [Fact]
    public void Decide_CertificateNotPresented_CountsForNothing() =>
        Assert.Equal(MeasureType.Base,
            DutyCalculator.Decide(Basis, Oxide with { Certificates = [Certificate()] }).Regime);

    [Fact]
    public void Decide_SecondCertificateCounts_WhenTheFirstDoesNot()
    {
        var consignment = Oxide.With(Certificate(CertificateLevel.A) with { Number = "C-1", RevokedFrom = Start })
            .With(Certificate(CertificateLevel.C) with { Number = "C-2" });

        Assert.Equal("C-2", DutyCalculator.Decide(Basis, consignment).Certificate?.Number);
    }

    [Fact]
    public void Decide_CertificateAssumed_IsNotLookedAt()
    {
        var consignment = Oxide.With(CertificateEvidence.Assume("assumed", CertificateLevel.A)) with { Origin = "VN" };

        Assert.Equal("M3A", DutyCalculator.Decide(Basis, consignment).Amounts[0].Measure.Id);
    }

    [Theory]
    [InlineData("JP", "")]
    [InlineData("JP", "CLUB")]
    [InlineData("MY", "JP")]
    public void Decide_ProvenClubOrigin_BearsNothing(string origin, string preferential)
    {
        var consignment = Oxide with { Origin = origin, PreferentialOrigin = preferential, CustomsValue = 1 };

        var decision = DutyCalculator.Decide(Basis, consignment.With(DocumentCodes.ProofOfOrigin, "P-1"));

        Assert.Equal((MeasureType.ClubPreference, OriginStatus.Club), (decision.Regime, decision.OriginStatus));
        Assert.Equal(["M10a"], decision.Amounts.Select(amount => amount.Measure.Id));
        Assert.Equal(0, decision.Duty);
    }

    [Fact]
    public void Explain_ClubOriginWithoutProof_IsThirdCountry()
    {
        var explanation = DutyCalculator.Explain(Basis, Oxide with { Origin = "JP", PreferentialOrigin = "JP" });

        Assert.Equal((MeasureType.Base, OriginStatus.ThirdCountry),
            (explanation.Decision.Regime, explanation.Decision.OriginStatus));
        Assert.Equal(["JP is in the club, but club origin is not proven: document 9CRO is not presented."],
            explanation.Warnings);
        Assert.Equal("Not asked for: document 9CRO is not presented.", Finding(explanation, "M10a").Reason);
    }

    [Theory]
    [InlineData("AU", "", "AU")]
    [InlineData("AU", "CLUB", "AU")]
    [InlineData("JP", "AU", "AU")]
    public void Explain_ProofOfAnotherOrigin_IsRefused(string origin, string preferential, string named)
    {
        var consignment = Oxide with { Origin = origin, PreferentialOrigin = preferential };

        var explanation = DutyCalculator.Explain(Basis, consignment.With(DocumentCodes.ProofOfOrigin));

        Assert.Equal(MeasureType.Base, explanation.Decision.Regime);
        var finding = Finding(explanation, "M10a");
        Assert.Equal(FindingGround.RequestRefused, finding.Ground);
        Assert.Equal($"Request refused: {named} is not in the club on 2027-03-08.", finding.Reason);
    }

    [Fact]
    public void Explain_TwoRequestsMet_TakesTheFirstAndShowsTheOther()
    {
        // A preference that goods of every origin may ask for by another document, dearer than the certified one.
        var tariff = Version1 with
        {
            Measures = [.. Version1.Measures,
                Measure("P", MeasureType.CertifiedSupplier, "28469020", "ALL", "15 %") with
                {
                    RequiredDocument = "9CRX",
                }],
        };
        var basis = TestTariff.Basis(Germany, tariff);

        var first = DutyCalculator.Explain(basis, Oxide.With("9CRX").With(Certificate(CertificateLevel.A)));
        var second = DutyCalculator.Explain(basis, Oxide.With(Certificate(CertificateLevel.A)).With("9CRX"));

        Assert.Equal(5333.33m, first.Decision.Duty);
        Assert.Equal(1777.78m, second.Decision.Duty);
        Assert.Equal("P was asked for first; this would come to 1777.78 EUR.", Finding(first, "M3A").Reason);
    }

    [Fact]
    public void Explain_NothingAskedFor_TakesTheMostFavourable()
    {
        var tariff = Version1 with
        {
            Measures = [.. Version1.Measures, Measure("S", MeasureType.CertifiedSupplier, "28469020", "MY", "7 %")],
        };

        var explanation = DutyCalculator.Explain(TestTariff.Basis(Germany, tariff), Oxide);

        Assert.Equal(2488.89m, explanation.Decision.Duty);
        Assert.Equal("S is more favourable; this would come to 7111.11 EUR.", Finding(explanation, "M1b").Reason);
    }

    private static MeasureFinding Finding(DutyExplanation explanation, string id) =>
        explanation.Findings.Single(finding => finding.Measure.Id == id);
}
