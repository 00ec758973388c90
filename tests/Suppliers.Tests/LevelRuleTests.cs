using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Suppliers.Schemes;
using CrmClub.Testing;

namespace CrmClub.Suppliers.Tests;

/// <summary>The level by rule, on the founding scheme.</summary>
public sealed class LevelRuleTests
{
    private static readonly AssessmentScheme Scheme = SchemeDocument.Read(
        File.ReadAllBytes(Path.Combine(Checkout.FoundingDirectory, "certification.json")));

    [Fact]
    public void Read_TheFoundingScheme_HasItsCriteriaAndMappings()
    {
        Assert.Equal(25, Scheme.Criteria.Count);
        Assert.Equal(
            ["E1", "E2", "E3", "L1", "C1", "T1", "G1"],
            Scheme.Criteria.Where(one => one.MajorBlocksEveryLevel).Select(one => one.Id));
        Assert.Equal(["CRMA-30", "IRMA", "COPPER-MARK", "CERA", "RMI"], Scheme.Recognised.Select(one => one.Id));
    }

    [Theory]
    [InlineData(0, CertificateLevel.A)]
    [InlineData(2, CertificateLevel.A)]
    [InlineData(3, CertificateLevel.B)]
    [InlineData(6, CertificateLevel.B)]
    [InlineData(7, CertificateLevel.C)]
    [InlineData(10, CertificateLevel.C)]
    [InlineData(11, CertificateLevel.Unspecified)]
    [InlineData(25, CertificateLevel.Unspecified)]
    public void Of_SoManyMinorOnesWithPlan_IsTheLevel(int minors, CertificateLevel level)
    {
        var (reached, reasons) = LevelRule.Of(Scheme, Findings(minors));

        Assert.Equal(level, reached);
        Assert.Equal(level is CertificateLevel.Unspecified ? 3 : (int)level - 1, reasons.Count);
    }

    [Fact]
    public void Of_LevelCWithoutADatedPlan_IsNone()
    {
        var findings = Findings(7);
        findings[3].Action = null;

        var (level, reasons) = LevelRule.Of(Scheme, findings);

        Assert.Equal(CertificateLevel.Unspecified, level);
        Assert.Contains(findings[3].Criterion, reasons[^1], StringComparison.Ordinal);
        findings = Findings(6);
        findings[3].Action = null;
        Assert.Equal(CertificateLevel.B, LevelRule.Of(Scheme, findings).Level);
    }

    /// <summary>A major one blocks while it is open; where the scheme says so, closed as well.</summary>
    [Fact]
    public void Of_AMajorOne_BlocksUntilClosedOrForGood()
    {
        foreach (var (place, criterion) in Scheme.Criteria.Index())
        {
            var findings = Findings(0);
            findings[place] = Sound.Finding(criterion.Id, FindingResult.Major, "2027-12-01");
            var (level, reasons) = LevelRule.Of(Scheme, findings);
            Assert.Equal(CertificateLevel.Unspecified, level);
            Assert.StartsWith(criterion.Id, Assert.Single(reasons), StringComparison.Ordinal);

            findings[place].Action.ClosedOn = "2027-11-01";
            Assert.Equal(
                criterion.MajorBlocksEveryLevel ? CertificateLevel.Unspecified : CertificateLevel.A,
                LevelRule.Of(Scheme, findings).Level);
        }
    }

    /// <summary>One more non-conformity never makes a better level, wherever it is.</summary>
    [Fact]
    public void Of_AnyFindings_WorseFindingsGiveNoBetterLevel()
    {
        var random = new Random(20270104);
        for (var n = 0; n < 2000; n++)
        {
            var findings = Scheme.Criteria.Select(one => Sound.Finding(
                one.Id, (FindingResult)random.Next(1, random.Next(3, 6)), "2027-12-01")).ToList();
            var place = random.Next(findings.Count);
            var worse = findings.ToList();
            worse[place] = Sound.Finding(
                worse[place].Criterion,
                worse[place].Result is FindingResult.Minor or FindingResult.Major
                    ? FindingResult.Major : FindingResult.Minor,
                "2027-12-01");

            Assert.True(Rank(LevelRule.Of(Scheme, worse).Level) >= Rank(LevelRule.Of(Scheme, findings).Level));
        }
    }

    private static int Rank(CertificateLevel level) => level == CertificateLevel.Unspecified ? 9 : (int)level;

    private static List<CriterionFinding> Findings(int minors) =>
        [.. Sound.Assessment("F-MY-0001", Scheme, minors).Findings];
}
