using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Duty;

namespace CrmClub.Tariffs.Tests;

/// <summary>Two duties compared by the club's own versions: 20 % until the end of May, and 22 % from June on.</summary>
public sealed class CompareDutiesTests(Postgres postgres)
{
    private const string May = "2027-05-31";
    private const string June = "2027-06-01";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(May, 0, June, 0)]
    [InlineData(June, 1, June, 2)]
    [InlineData(June, 1, June, 0)]
    public async Task Compare_TwoDaysOrVersions_NamesTheTariff(string one, int before, string other, int after)
    {
        await using var tariffs = await ChangedAsync();

        var comparison = Compare(tariffs, Asked(one, before), Asked(other, after));

        Assert.Equal(("20.00", "22.00"), (comparison.Before.Amount, comparison.After.Amount));
        var difference = Assert.Single(comparison.Differences);
        Assert.Equal(([DutyCause.Tariff], "2.00"), (difference.Causes, difference.Amount));
    }

    [Fact]
    public async Task Compare_OtherGoods_AddsUp()
    {
        await using var tariffs = await ChangedAsync();
        var heavier = Asked(June, 0);
        heavier.Consignment.Item.CustomsValue.Amount = "300";

        var comparison = Compare(tariffs, Asked(May, 0), heavier);

        Assert.Equal(
            ["Tariff 2.00", "Price 44.00"],
            comparison.Differences.Select(one => $"{Assert.Single(one.Causes)} {one.Amount}"));
    }

    [Fact]
    public async Task Compare_BothBroken_NamesAllOfBoth()
    {
        await using var tariffs = await ChangedAsync();
        var wrong = Asked("", 9);
        wrong.Consignment.Item.Origin = "XX";
        var unknown = Asked(June, 9);

        var refusal = Assert.Throws<ClubException>(() => Compare(tariffs, wrong, unknown));
        var nothing = Assert.Throws<ClubException>(() => Compare(tariffs, null, null));
        var currencies = Assert.Throws<ClubException>(() => Compare(tariffs, Asked(June, 0), Japanese()));

        Assert.Equal(
            ["before.consignment.acceptance_day DAY", "before.consignment.item.origin COUNTRY",
                "after.tariff_version VERSION"],
            refusal.Violations.Select(fault => $"{fault.Field} {fault.Rule}"));
        Assert.Contains(nothing.Violations, fault => fault.Field == "before.consignment.item");
        Assert.Contains(nothing.Violations, fault => fault.Field == "after.consignment.item");
        Assert.Contains(currencies.Violations, fault => fault.Rule == "CURRENCY");
    }

    private async Task<TestTariffs> ChangedAsync()
    {
        var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.PublishAsync(await people.AdoptedAsync());
        return tariffs;
    }

    private static DutyComparison Compare(TestTariffs tariffs, AskedDuty? before, AskedDuty? after) =>
        CompareDuties.Answer(tariffs.State.Book, TestTariffs.Members, new CompareDutiesRequest
        {
            Before = before,
            After = after,
        }).Comparison;

    private static AskedDuty Japanese()
    {
        var asked = Asked(June, 0);
        (asked.Consignment.Administration, asked.Consignment.Item.CustomsValue.Currency) = ("JP", "JPY");
        return asked;
    }

    private static AskedDuty Asked(string day, int version) => new()
    {
        TariffVersion = version,
        Consignment = new Consignment
        {
            Administration = "DE",
            AcceptanceDay = day,
            Item = new GoodsItem
            {
                Number = 1,
                // So little of it that its value is above any floor.
                GoodsCode = "28469010",
                Origin = "MY",
                NetMassKg = "0.001",
                CustomsValue = new Money { Amount = "100", Currency = "EUR" },
            },
        },
    };
}
