using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Two answers, and what their difference falls into.</summary>
public sealed class DutyComparisonTests
{
    private static readonly DateOnly May = new(2027, 5, 31);
    private static readonly DateOnly June = new(2027, 6, 1);

    private static readonly DutySide Oxide = new(
        Basis(Germany, WithQuota), [DysprosiumOxide(254, 76_200).With(Certificate())]);

    [Fact]
    public void Of_TwoMetalsInMayAndJune_AreVersionAndExchange()
    {
        var comparison = DutyComparison.Of(Metals(Version1, May), Metals(Version2, June));

        Assert.Equal((44_334.95m, 52_155.58m, "EUR"), (comparison.Before, comparison.After, comparison.Currency));
        Assert.Equal("Tariff 8098.80; ExchangeRate -278.17", Text(comparison));
    }

    // The same tariff that changes by itself on the day: its measures are those of the day.
    [Fact]
    public void Of_MeasuresThatEndOnTheDay_AreTheTariffsToo()
    {
        var changing = Version1 with
        {
            Measures =
            [
                .. Version1.Measures.Select(one => one.Id is "M2" or "M8"
                    ? one with { Valid = new Validity(Start, Change) } : one),
                .. Version2.Measures.Where(one => one.Id is "M2" or "M8").Select(one => one with
                {
                    Id = one.Id + ".2", Valid = new Validity(Change, null),
                }),
            ],
        };

        Assert.Equal("Tariff 8098.80; ExchangeRate -278.17",
            Text(DutyComparison.Of(Metals(changing, May), Metals(changing, June))));
    }

    // More by 10 % of the value, less the whole levy; then 15 instead of 10 %.
    [Fact]
    public void Of_PriceAndCertificate_AreTold()
    {
        var after = Oxide.Items[0] with
        {
            CustomsValue = 114_310,
            Certificates = [Certificate() with { Level = CertificateLevel.C }],
        };

        AssertAddsUp("Price -2256.88; Certificate 5080.44", Oxide, Oxide with { Items = [after] });
    }

    [Fact]
    public void Of_RevokedCertificate_IsTheCertificate() => AssertAddsUp("Certificate 6773.34", Oxide, Oxide with
    {
        Items = [Oxide.Items[0] with { Certificates = [Certificate() with { RevokedFrom = Start }] }],
    });

    [Fact]
    public void Of_Allocation_IsTheQuota()
    {
        var asking = Oxide.Items[0] with
        {
            NetMassKg = 406,
            CustomsValue = 121_800,
            QuotaOrderNumber = "099020",
            Quota = new QuotaClaim(Unit("kg Dy2O3"), null, true),
        };

        AssertAddsUp("Quota 12417.77", Oxide with { Items = [asking] }, Oxide with
        {
            Items = [asking with { Quota = asking.Quota with { Allocated = 152 } }],
        });
    }

    [Fact]
    public void Of_MemberOnOneDay_IsTheMembership()
    {
        var item = DysprosiumOxide(254, 76_200).With(DocumentCodes.ProofOfOrigin) with { Origin = "JP" };
        var former = new DutySide(Basis(Germany) with { Club = new Nobody() }, [item]);

        AssertAddsUp("Membership -19191.11", former, former with { Basis = Basis(Germany) });
    }

    [Fact]
    public void Of_Mass_IsAQuantity() =>
        AssertAddsUp("Quantity 13288.89", Oxide, Oxide with { Items = [Oxide.Items[0] with { NetMassKg = 300 }] });

    [Fact]
    public void Of_Assay_IsTheContainedShare()
    {
        var assayed = Oxide.Items[0].With(DocumentCodes.Assay);

        AssertAddsUp("ContainedShare -733.77", Oxide with { Items = [assayed] }, Oxide with
        {
            Items = [assayed with { ContainedShare = 0.99m }],
        });
    }

    [Fact]
    public void Of_AnotherItem_IsDeclaredData() => AssertAddsUp("DeclaredData 12417.77", Oxide, Oxide with
    {
        Items = [.. Oxide.Items, Oxide.Items[0]],
    });

    // In yuan there is no rate in May: with the other currency alone nothing could be decided.
    [Fact]
    public void Of_StepThatCannotBeDecided_IsJoinedWithTheNext()
    {
        var before = new DutySide(Basis(Germany), [Metal("28053010", May, 1000, 121_234.56m)]);
        var rates = new ExchangeRateTable([new("EU-MONTHLY", "EUR", "CNY", 8, Days("2027-05-01", "2027-06-01"))]);
        var free = Version1 with { Measures = [.. Version1.Measures.Where(one => one.Id != "M8")] };
        var after = new DutySide(Basis(Germany, free) with { Rates = rates },
            [before.Items[0] with { Currency = "CNY" }]);

        var comparison = DutyComparison.Of(before, after);

        Assert.Equal(comparison.After - comparison.Before, comparison.Differences.Sum(one => one.Amount));
        Assert.Contains(comparison.Differences, one => one.Causes.SequenceEqual(
            [DutyCause.ExchangeRate, DutyCause.Rounding, DutyCause.Price]));
    }

    [Fact]
    public void Of_OneNotDecided_SaysSo()
    {
        var open = Oxide with { Items = [Oxide.Items[0] with { Currency = "CNY" }] };

        var comparison = DutyComparison.Of(Oxide, open);

        Assert.Equal((12_417.77m, null), (comparison.Before, comparison.After));
        Assert.Empty(comparison.Differences);
    }

    [Fact]
    public void Of_TwoCurrencies_IsRefused() => Assert.Throws<ArgumentException>(() =>
        DutyComparison.Of(Oxide, Oxide with { Basis = Basis(Japan) }));

    // Of the total after its cut to 100 JPY.
    [Fact]
    public void Of_TotalsInYen_AddUpAfterTheirCut()
    {
        DutySide Side(CertificateEvidence certificate) => new(
            Basis(Japan), [DysprosiumOxide(747, 224_100).With(certificate)]);

        AssertAddsUp("Certificate 3391700", Side(Certificate()), Side(Certificate() with { RevokedFrom = Start }));
    }

    private static void AssertAddsUp(string expected, DutySide before, DutySide after)
    {
        var comparison = DutyComparison.Of(before, after);

        Assert.Equal(expected, Text(comparison));
        Assert.Equal(comparison.After - comparison.Before, comparison.Differences.Sum(one => one.Amount));
    }

    private static string Text(DutyComparison comparison) => string.Join("; ", comparison.Differences.Select(one =>
        FormattableString.Invariant($"{string.Join('+', one.Causes)} {one.Amount}")));

    private static DutySide Metals(Tariff tariff, DateOnly day) => new(Basis(Germany, tariff),
        [Metal("28053010", day, 1000, 121_234.56m), Metal("28053020", day, 100, 43_210.99m)]);

    private static DutyUnit Unit(string text) => DutyUnit.TryParse(text, out var unit) ? unit : default;

    private sealed class Nobody : IClubMembership
    {
        public bool IsMember(string country, DateOnly day) => false;

        public decimal? PhaseInShare(string country, DateOnly day) => null;

        public Suspension? Suspension(string country, DateOnly day) => null;
    }
}
