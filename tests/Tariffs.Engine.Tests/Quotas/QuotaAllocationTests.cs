using CrmClub.Tariffs.Engine.Quotas;
using CsCheck;

namespace CrmClub.Tariffs.Engine.Tests.Quotas;

public sealed class QuotaAllocationTests
{
    [Theory]
    [InlineData("100000", "80000 60000 60000", "40000 30000 30000")]
    [InlineData("600", "1194 406", "447 152")]
    [InlineData("1600", "1194 406", "1194 406")]
    [InlineData("1599", "1194 406", "1193 405")]
    [InlineData("0", "5", "0")]
    [InlineData("10", "1.9 2.999", "1 2")]
    [InlineData("9999999999999999", "9999999999999999 1", "9999999999999998 0")]
    public void Of_OneDay_IsInFullOrTheSameProportionCutToTheKilogram(string balance, string asked, string given) =>
        Assert.Equal(given, string.Join(' ', Allocate([decimal.Parse(balance)], asked).Drawings.Select(
            drawing => drawing.Allocated)));

    [Fact]
    public void Of_MainAndSubQuota_IsLimitedByTheSmaller() =>
        Assert.Equal(300, Allocate([5000, 300], "200 200 200").Taken);

    [Fact]
    public void Of_AnyDay_TakesNoMoreThanThereIsAndTreatsAllAlike() =>
        Gen.Select(Gen.Long[0, 1_000_000], Gen.Decimal[0, 100_000].Array[1, 30]).Sample((balance, quantities) =>
        {
            var allocation = QuotaAllocation.Of(
                [balance], [.. quantities.Select((quantity, index) => new QuotaRequest($"{index}", quantity))]);
            var wanted = allocation.Drawings.Sum(drawing => drawing.Requested);

            Assert.InRange(allocation.Taken, 0, balance);
            Assert.All(allocation.Drawings, drawing =>
            {
                Assert.Equal(0, drawing.Allocated % 1);
                // Less than one kg below the exact proportion, and never above it.
                Assert.InRange(
                    (drawing.Requested * Math.Min(balance, wanted)) - (drawing.Allocated * wanted), 0,
                    Math.Max(0, wanted - 1));
            });
            if (wanted <= balance)
                Assert.Equal(wanted, allocation.Taken);
            else
                Assert.InRange(balance - allocation.Taken, 0, quantities.Length - 1);
        });

    [Fact]
    public void Of_BelowZero_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Allocate([5, -1], "1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Allocate([5], "-1"));
    }

    [Theory]
    [InlineData("2026-01-02", "2026-01-04")]
    [InlineData("2029-01-02", "2029-01-03")]
    [InlineData("2027-01-01", "2027-01-04")]
    [InlineData("2029-01-04", "2029-01-04")]
    [InlineData("2027-03-08", "2027-03-08")]
    public void CountsAs_FirstDaysOfTheYear_AreOneDay(string acceptance, string day) =>
        Assert.Equal(Day(day), QuotaDays.CountsAs(Day(acceptance)));

    [Theory]
    [InlineData("2027-03-08", "2027-03-10")]
    [InlineData("2027-03-12", "2027-03-17")]
    [InlineData("2027-01-02", "2027-01-06")]
    public void AllocatedFrom_Acceptance_IsTheSecondWorkingDayAfter(string acceptance, string day) =>
        // 16 March is made a holiday.
        Assert.Equal(Day(day), QuotaDays.AllocatedFrom(Day(acceptance), one =>
            one.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && one != Day("2027-03-16")));

    [Theory]
    [InlineData(false, false, "2027-12-31", "100", Criticality.NoEquivalent)]
    [InlineData(true, false, "2027-12-31", "899.999", Criticality.None)]
    [InlineData(true, false, "2027-12-31", "900", Criticality.Used)]
    [InlineData(true, false, "2027-04-03", "0", Criticality.ShortPeriod)]
    [InlineData(true, false, "2027-04-04", "0", Criticality.None)]
    [InlineData(false, true, "2027-01-31", "100", Criticality.None)]
    [InlineData(false, true, "2027-01-31", "900", Criticality.Used)]
    public void CriticalWith_TermsAndUse_SaysWhy(
        bool hadEquivalent, bool isSafeguard, string to, string used, Criticality critical) =>
        Assert.Equal(critical, new QuotaTerms(
            1000, new Validity(TestTariff.Start, Day(to)), hadEquivalent, isSafeguard)
            .CriticalWith(decimal.Parse(used)));

    private static QuotaAllocation Allocate(decimal[] balances, string asked) => QuotaAllocation.Of(
        balances, [.. asked.Split(' ').Select(one => new QuotaRequest(one, decimal.Parse(one)))]);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
