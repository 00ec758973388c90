using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Data.Tests;

/// <summary>The duties of the forty declarations under the founding documents. The figures were computed apart from the
/// engine, in exact fractions, from the same documents.</summary>
public sealed class DemonstrationDutyTests
{
    private static readonly StandaloneTariff Tariff = new(Founding.Standalone());

    private static readonly DateOnly Day = DateOnly.Parse(Founding.Membership.FoundingDay);

    // In EUR for numbers 1 to 30, in JPY from 31 on.
    private static readonly decimal[] Certified =
    [
        253.27m, 232.17m, 472.77m, 66_053.19m, 46_678.35m, 878.01m, 46.43m, 45_284.93m, 9_054.45m, 135.08m,
        0m, 379.91m, 44_322.50m, 0m, 164.63m, 4_420.43m, 776.70m, 70_443.23m, 119.04m, 35.88m,
        5_268.05m, 0m, 1_408.19m, 3_178.56m, 455.89m, 50.65m, 103_500.20m, 6_146.06m, 16_547.06m, 464.33m,
        49_100m, 153_600m, 9_364_700m, 230_700m, 17_652_500m, 2_127_700m, 24_100m, 0m, 1_091_000m, 2_765_400m,
    ];

    private static readonly Dictionary<int, decimal> Revoked = new()
    {
        [8] = 49_539.89m,
        [9] = 11_688.48m,
        [18] = 77_062.05m,
        [27] = 112_293.79m,
        [28] = 7_902.07m,
        [35] = 19_311_100m,
        [36] = 2_735_600m,
    };

    [Fact]
    public void Duties_WithTheCertificate_AreThoseComputedApart() =>
        Assert.Equal(Certified, Demonstration.Declarations.Select(declaration => DutyOf(declaration, Evidence(""))));

    [Fact]
    public void Duties_OnceItIsRevoked_AreHigherWhereTheyRestedOnItAndNowhereElse() =>
        Assert.Equal(
            Certified.Select((duty, index) => Revoked.GetValueOrDefault(index + 1, duty)),
            Demonstration.Declarations.Select(declaration =>
                DutyOf(declaration, Evidence(Founding.Membership.FoundingDay))));

    private static decimal DutyOf(Declaration declaration, CertificateEvidence certificate)
    {
        var basis = Tariff.BasisOf(declaration.Administration, Day)!;
        var items = declaration.Items
            .Select(item => DutyCalculator.Decide(basis, Consignments.FromItem(item, Day, [certificate])))
            .ToArray();
        Assert.All(items, item => Assert.Equal(DutyOutcome.Decided, item.Outcome));
        return DeclarationTotal.Of(basis.Policy.Rounding, items);
    }

    private static CertificateEvidence Evidence(string revokedFrom)
    {
        var asked = DataFolder.Parse<PrepareCertificateRequest>(Demonstration.Filled("certificate.json"));
        return Certificates.ToEvidence(new Certificate
        {
            Number = Demonstration.Certificate,
            Version = 1,
            Facility = asked.Facility,
            Country = "MY",
            Level = asked.Level,
            Scopes = { asked.Scopes },
            State = CertificateState.Issued,
            ValidFrom = asked.ValidFrom,
            RevokedFrom = revokedFrom,
        })!;
    }
}
