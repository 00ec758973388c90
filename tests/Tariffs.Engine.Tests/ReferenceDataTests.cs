namespace CrmClub.Tariffs.Engine.Tests;

public sealed class ReferenceDataTests
{
    [Theory]
    [InlineData("28", true)]
    [InlineData("2846", true)]
    [InlineData("284690", true)]
    [InlineData("850511", true)]
    [InlineData("284691", false)]
    [InlineData("77", false)]
    [InlineData("28469", false)]
    [InlineData("28469020", false)]
    [InlineData("", false)]
    public void HarmonizedSystem_Code_IsKnown(string code, bool known)
    {
        Assert.Equal(known, HarmonizedSystem.Editions.Newest.Contains(code));
        Assert.Equal(known, HarmonizedSystem.Editions.Newest.Description(code) is not null);
    }

    [Fact]
    public void HarmonizedSystem_QuotedDescription_IsRead() =>
        Assert.Equal("Horses, asses, mules and hinnies; live", HarmonizedSystem.Editions.Newest.Description("0101"));

    [Theory]
    [InlineData("DE", true)]
    [InlineData("JP", true)]
    [InlineData("GB", true)]
    [InlineData("EL", false)]
    [InlineData("UK", false)]
    [InlineData("de", false)]
    [InlineData("EU", false)]
    public void Countries_Code_IsKnown(string code, bool known) => Assert.Equal(known, Countries.Contains(code));

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("JPY", true)]
    [InlineData("ABC", false)]
    [InlineData("DEM", false)]
    [InlineData("eur", false)]
    public void Currencies_Code_IsKnown(string code, bool known) => Assert.Equal(known, Currencies.Contains(code));

    [Fact]
    public void ExchangeRateTable_SeveralSets_TakesTheNewestThatCoversTheDay()
    {
        var march = TestTariff.Days("2027-03-01", "2027-04-01");
        var table = new ExchangeRateTable(
        [
            new("S", "EUR", "USD", 1.10m, new(TestTariff.Start, null), 1),
            new("S", "EUR", "USD", 1.11m, march, 1),
            new("S", "EUR", "USD", 1.12m, march, 2),
            new("T", "EUR", "USD", 9, march, 3),
        ]);
        var day = new DateOnly(2027, 3, 8);

        Assert.Equal(1.12m, table.Find("S", day, "USD", "EUR")?.Rate);
        Assert.Equal(1.12m, table.Find("S", day, "EUR", "USD")?.Rate);
        Assert.Equal(1.11m, table.AsKnownAt(1).Find("S", day, "USD", "EUR")?.Rate);
        Assert.Equal(1.10m, table.Find("S", new DateOnly(2027, 4, 1), "USD", "EUR")?.Rate);
        Assert.Null(table.Find("S", TestTariff.Start.AddDays(-1), "USD", "EUR"));
        Assert.Null(table.Find("S", day, "USD", "JPY"));
        Assert.Equal([1.12m], table.OnDay("S", day).Select(rate => rate.Rate));
        Assert.Equal(3, table.Series.NewestSet);
    }
}
