using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>A day of a quota from its document; the duties of goods are in the published story's test.</summary>
public sealed class QuotaAllocationTests
{
    [Fact]
    public void Answer_MoreIsAskedThanTheMainQuotaHas_EachGetsTheSameProportionOfTheSmaller()
    {
        var day = Day("1194.5", "406");
        day.TakesFrom.Add(new QuotaBalance { OrderNumber = "099000", Balance = "600" });

        var allocation = QuotaAllocations.Answer(day, NoGoods);

        Assert.Equal(["447 of 1194, 747 left", "152 of 406, 254 left"], allocation.Drawings.Select(
            one => $"{one.Allocated} of {one.Requested}, {one.Rest} left"));
        Assert.Equal(("1600", "599", "4401", "1"), (allocation.Requested, allocation.Allocated, allocation.Balance,
            Assert.Single(allocation.TakesFrom).Balance));
        Assert.All(allocation.Drawings, one => Assert.True(one.Duty is null && one.Charged is null));
    }

    [Theory]
    [InlineData("10000", "500", true, QuotaCriticality.Unspecified, QuotaCriticality.Unspecified)]
    [InlineData("10000", "5000", true, QuotaCriticality.Unspecified, QuotaCriticality.Used)]
    [InlineData("10000", "500", false, QuotaCriticality.NoEquivalent, QuotaCriticality.NoEquivalent)]
    public void Answer_AnyDay_SaysWhetherItWasCriticalAndIs(
        string volume, string asked, bool equivalent, QuotaCriticality before, QuotaCriticality after)
    {
        var day = Day(asked);
        (day.Volume, day.HadEquivalent) = (volume, equivalent);

        var allocation = QuotaAllocations.Answer(day, NoGoods);

        Assert.Equal((before, after), (allocation.CriticalBefore, allocation.CriticalAfter));
    }

    [Theory]
    [InlineData("2027-01-02", "2027-01-04", "2027-01-06", "")]
    [InlineData("2027-03-12", "2027-03-12", "2027-03-16", "")]
    [InlineData("2027-03-12", "2027-03-12", "2027-03-17", "2027-03-16")]
    public void Answer_FirstDaysOfTheYearAndHolidays_AreCounted(
        string accepted, string day, string from, string holiday)
    {
        var document = Day("5");
        document.Requests[0].AcceptanceDay = accepted;
        if (holiday.Length > 0)
            document.Holidays.Add(holiday);

        var allocation = QuotaAllocations.Answer(document, NoGoods);

        Assert.Equal((day, from), (allocation.Day, allocation.AllocatedFrom));
    }

    [Fact]
    public void Check_EverythingWrong_NamesItAllAtOnce()
    {
        var day = Day("5", "5", "-1", "9999999999999999");
        (day.OrderNumber, day.Unit) = ("9020", "kg of it");
        (day.Volume, day.Balance, day.OpenTo) = ("600", "601", "2027-03-09");
        day.TakesFrom.Add(new QuotaBalance { OrderNumber = "x", Balance = "" });
        day.Holidays.Add("Easter");
        day.Requests[1].Reference = day.Requests[0].Reference;
        day.Requests[1].AcceptanceDay = "2027-03-09";
        day.Requests[3].Consignment = new() { Quota = new QuotaClaim { Unit = "kg" }, Item = new GoodsItem() };
        List<Violation> faults = [];

        QuotaAllocations.Check(day, faults);

        Assert.Equal(
            [
                "order_number ORDER_NUMBER", "unit UNIT", "balance BALANCE", "takes_from[0].order_number ORDER_NUMBER",
                "takes_from[0].balance QUANTITY", "holidays[0] DAY", "requests[1].reference UNIQUE",
                "requests[1].acceptance_day QUOTA_OPEN", "requests[1].acceptance_day ONE_DAY",
                "requests[2].quantity QUANTITY", "requests[3].quantity NOT_HERE",
                "requests[3].consignment.quota NOT_HERE",
                "requests[3].consignment.item.quota_order_number ORDER_NUMBER",
                "requests[3].consignment.acceptance_day ONE_DAY",
            ],
            faults.Where(one => one.DataElement.Length == 0 && !one.Field.EndsWith("administration",
                StringComparison.Ordinal)).Select(one => $"{one.Field} {one.Rule}").Take(14));
        Assert.Contains(faults, one => one.Field == "requests[3].consignment.administration");
    }

    [Fact]
    public void Check_NoRequest_IsNoDay()
    {
        List<Violation> faults = [];

        QuotaAllocations.Check(Day(), faults);

        Assert.Equal("requests COUNT", string.Join(", ", faults.Select(one => $"{one.Field} {one.Rule}")));
    }

    // What the engine can't decide is not taken for nothing.
    [Fact]
    public void Answer_GoodsThatCannotBeDecided_NamesThem()
    {
        var day = Day("5");
        day.Requests[0].Consignment = new Consignment { Item = new GoodsItem { GoodsCode = "28469020" } };

        var undecided = Assert.Throws<StrictJsonException>(() => QuotaAllocations.Answer(day, _ => new DutyAnswer
        {
            Quota = new QuotaAnswer(),
            Warnings = { "Without a rate nothing is decided." },
        }));
        var faulty = Assert.Throws<StrictJsonException>(() => QuotaAllocations.Answer(day, _ =>
            throw new StrictJsonException([new Violation { Field = "administration", Rule = "R" }])));

        Assert.Equal("requests[0].consignment", Assert.Single(undecided.Violations).Field);
        Assert.Equal("Without a rate nothing is decided.", undecided.Violations[0].Message);
        Assert.Equal("requests[0].consignment.administration", Assert.Single(faulty.Violations).Field);
    }

    private static DutyAnswer NoGoods(Consignment goods) => throw new InvalidOperationException($"{goods}");

    private static QuotaDay Day(params string[] quantities) => new()
    {
        OrderNumber = "099020",
        Unit = "kg Dy2O3",
        Volume = "15000",
        OpenFrom = "2027-01-01",
        OpenTo = "2028-01-01",
        HadEquivalent = true,
        Balance = "5000",
        Requests = { quantities.Select((quantity, place) => new QuotaRequest
        {
            Reference = $"R-{place}",
            AcceptanceDay = "2027-03-08",
            Quantity = quantity,
        }) },
    };
}
