using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Duty;

namespace CrmClub.Tariffs.Tests;

/// <summary>The duty of today and of a week to come, as anybody asks for it. Today is Monday, 1 March 2027.</summary>
public sealed class DutyFinderTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_InThisWeek_IsTodaysAndThenTheDaysThatAreAlike()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        var answer = await FindAsync(tariffs, Request());

        Assert.Equal(
            [("2027-03-01", "2027-03-02"), ("2027-03-02", "2027-03-08")],
            answer.Found.Select(one => (one.FromDay, one.ToDay)));
        Assert.All(answer.Found, one => Assert.Equal(("2000.00", "EUR", 1, 0),
            (one.Answer.Duty.Amount, one.Answer.Duty.Currency, one.Answer.TariffVersion, one.Proposal)));
        Assert.Equal("28469010", answer.Line.GoodsCode);
    }

    [Fact]
    public async Task Find_AfterAnAdoptedProposal_SaysWhatItWouldBeByIt()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var adopted = await people.AdoptedAsync();
        var request = Request("2027-06-03");

        var before = await FindAsync(tariffs, Request("2027-05-20"));
        var after = await FindAsync(tariffs, request);
        await people.PublishAsync(adopted);
        var published = await FindAsync(tariffs, request);

        Assert.DoesNotContain(before.Found, one => one.Proposal > 0);
        Assert.Equal(
            [("2027-03-01", "2000.00", 0), ("2027-05-31", "2000.00", 0), ("2027-06-01", "2200.00", adopted.Number)],
            after.Found.Select(one => (one.FromDay, one.Answer.Duty.Amount, one.Proposal)));
        Assert.Equal(adopted.Content.Title, after.Found[^1].ProposalTitle);
        Assert.Equal(
            [("2027-03-01", "2000.00"), ("2027-05-31", "2000.00"), ("2027-06-01", "2200.00")],
            published.Found.Select(one => (one.FromDay, one.Answer.Duty.Amount)));
    }

    [Fact]
    public async Task Find_WithACertificate_BearsItsRate_AndWithProofOfClubOriginNothing()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var certified = Request();
        certified.Origin = "MY";
        certified.AssumedCertificateLevel = CertificateLevel.A;
        var plain = Request();
        plain.Origin = "MY";
        var own = Request();
        (own.Origin, own.ClubOrigin) = ("JP", true);

        Assert.True(await DutyAsync(certified) < await DutyAsync(plain));
        Assert.Equal(0, await DutyAsync(own));

        async Task<decimal> DutyAsync(FindDutyRequest request) =>
            decimal.Parse((await FindAsync(tariffs, request)).Found[0].Answer.Duty.Amount);
    }

    /// <summary>A day whose rate is not set yet is reckoned by today's.</summary>
    [Fact]
    public async Task Find_BeyondTheKnownRates_TakesTodays()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var request = Request("2028-02-20");
        request.CustomsValue.Currency = "USD";

        var answer = await FindAsync(tariffs, request);

        Assert.Equal(answer.Found[0].Answer.Duty, answer.Found[1].Answer.Duty);
    }

    [Fact]
    public async Task Find_WithFaults_NamesEachByTheRequestsOwnFields()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var request = new FindDutyRequest
        {
            GoodsCode = "99",
            Origin = "XX",
            CustomsValue = new Money { Amount = "-1", Currency = "EUR" },
            NetMassKg = "heavy",
            Administration = "XX",
            ArrivalDay = "2027-02-28",
            AssumedCertificateLevel = (CertificateLevel)99,
        };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => FindAsync(tariffs, request));

        Assert.Equal(
            [
                "administration", "arrival_day", "assumed_certificate_level", "customs_value.amount", "goods_code",
                "net_mass_kg", "origin",
            ],
            refusal.Violations.Select(fault => fault.Field).Distinct().Order(StringComparer.Ordinal));
    }

    private static FindDutyRequest Request(string arrival = "") => new()
    {
        GoodsCode = "28469010",
        Origin = "CN",
        CustomsValue = new Money { Amount = "10000.00", Currency = "EUR" },
        NetMassKg = "100",
        Administration = "DE",
        ArrivalDay = arrival,
    };

    private static Task<FindDutyResponse> FindAsync(TestTariffs tariffs, FindDutyRequest request) => new FindDuty(
        tariffs.State, tariffs.Membership, new AdoptedTariffs(tariffs.Data), tariffs.Clock).RunAsync(request, Cancel);
}
