using System.Globalization;
using CrmClub.Contracts.Identifiers;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Data.Tests;

public sealed class ExchangeRateTests
{
    private static readonly List<Dictionary<string, string>> Rates = Founding.Rates;

    [Fact]
    public void Rates_OfASeriesAndPair_HaveNoGapAndNoOverlap() =>
        Assert.All(Rates.GroupBy(row => (row["series"], row["base"], row["quote"])), pair =>
        {
            var rows = pair.ToArray();
            Assert.Equal("2023-01-01", rows[0]["valid_from"]);
            Assert.Equal("", rows[^1]["valid_to"]);
            Assert.Equal("true", rows[^1]["demonstration"]);
            Assert.Equal(rows[1..].Select(row => row["valid_from"]), rows[..^1].Select(row => row["valid_to"]));
        });

    [Fact]
    public void Rates_All_ArePositiveDecimalsOfAtMostTenDigits() =>
        Assert.All(Rates, row =>
        {
            Assert.Matches(@"^[0-9]+(\.[0-9]+)?$", row["rate"]);
            Assert.InRange(row["rate"].Replace(".", "").TrimStart('0').Length, 1, 10);
            Assert.True(Currencies.IsKnown(row["base"]) && Currencies.IsKnown(row["quote"]));
            Assert.NotEmpty(row["source"]);
            Assert.Contains(row["demonstration"], (string[])["true", "false"]);
        });

    [Fact]
    public void Series_OfAnAdministration_QuotesOrIsBasedOnItsCurrency() =>
        Assert.All(Founding.Membership.Administrations.Select(a => a.Policies[0]), policy =>
            Assert.All(
                Rates.Where(row => row["series"] == policy.ExchangeRateSeries),
                row => Assert.True(row["base"] == policy.Currency ^ row["quote"] == policy.Currency)));

    [Fact]
    public void JapaneseWeeks_All_RunFromSundayToSaturday() =>
        Assert.All(Rates.Where(row => row["series"] == "JP-WEEKLY"), row =>
        {
            var first = Day(row["valid_from"]);
            Assert.Equal(DayOfWeek.Sunday, first.DayOfWeek);
            if (row["valid_to"] != "")
                Assert.Equal(first.AddDays(7), Day(row["valid_to"]));
        });

    [Fact]
    public void EuMonthly_BesideTheRuleAppliedApart_IsTheSame()
    {
        var expected = DataFolder.Csv(DataFolder.Reference("customs-monthly-rates-derived.csv"));
        string[] currencies = ["USD", "JPY", "GBP", "CHF", "CNY", "AUD"];
        var ours = Rates.Where(row => row["series"] == "EU-MONTHLY" && row["demonstration"] == "false")
            .ToDictionary(row => (row["valid_from"][..7], row["quote"]), row => (row["rate"], row["source"]));
        Assert.All(expected, month => Assert.All(currencies, currency =>
        {
            var (rate, source) = ours[(month["month"], currency)];
            Assert.Equal(Decimal(month[currency]), Decimal(rate));
            Assert.Equal($"ECB {month["ecb_day_used"]}", source);
        }));
        Assert.Equal(expected.Count, ours.Keys.Select(key => key.Item1).Distinct().Count());
    }

    [Fact]
    public void EuMonthly_BesideTheEcbsFile_HasItsRatesOfTheDayNamed()
    {
        var days = DataFolder.Csv(DataFolder.Reference("ecb-reference-rates.csv")).ToDictionary(row => row["date"]);
        Assert.All(
            Rates.Where(row => row["series"] == "EU-MONTHLY"),
            row => Assert.Equal(days[row["source"].Split(' ')[1].TrimEnd(';')][row["quote"]], row["rate"]));
    }

    [Fact]
    public void EuMonthly_ImportedFromTheEcbsFile_IsTheAnnexs()
    {
        using var file = File.OpenText(DataFolder.Reference("ecb-reference-rates.csv"));

        var imported = RateTable.Read(file).Rates
            .Where(rate => string.CompareOrdinal(rate.ValidFrom, "2023") > 0);

        Assert.Equal(
            Rates.Where(row => row["series"] == "EU-MONTHLY" && row["demonstration"] == "false").Select(row =>
                $"{row["quote"]} {row["rate"]} {row["valid_from"]} {row["valid_to"]} {row["source"]}").Order(),
            imported.Select(rate =>
                $"{rate.Quote} {rate.Rate} {rate.ValidFrom} {rate.ValidTo} {rate.Source}").Order());
    }

    [Theory]
    [InlineData("date,USD,JPY\n2027-02-17,1.1,160\n", "2027-03-01 1.1 ECB 2027-02-17")]
    [InlineData("Date,USD,JPY,\n2027-02-18,9,9,\n2027-02-17,N/A,160,\n2027-02-16,1.2,160,\n",
        "2027-03-01 1.2 ECB 2027-02-16")]
    [InlineData("date,USD,JPY\n2027-02-16,1.1,160\n", "")]
    public void Ecb_PenultimateWednesday_OrTheLastDayBeforeItThatHasARate(string file, string expected) =>
        Assert.Equal(expected, string.Join("; ", RateTable.Read(new StringReader(file)).Rates
            .Where(rate => rate.Quote == "USD")
            .Select(rate => $"{rate.ValidFrom} {rate.Rate} {rate.Source}")));

    [Fact]
    public void JapaneseWeeks_BesideTheEcbsFile_AreTheAveragesOfTheWeekTwoWeeksBefore()
    {
        var days = DataFolder.Csv(DataFolder.Reference("ecb-reference-rates.csv"))
            .Select(row => (Day: Day(row["date"]), Rates: row))
            .ToArray();
        Assert.All(Rates.Where(row => row["series"] == "JP-WEEKLY"), row =>
        {
            var first = Day(row["valid_from"]).AddDays(-14);
            var average = days
                .Where(day => day.Day >= first && day.Day < first.AddDays(7))
                .Average(day => Decimal(day.Rates["JPY"])
                    / (row["base"] == "EUR" ? 1 : Decimal(day.Rates[row["base"]])));
            Assert.InRange(Decimal(row["rate"]) / average, 1 - 0.000_000_001m, 1 + 0.000_000_001m);
        });
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
