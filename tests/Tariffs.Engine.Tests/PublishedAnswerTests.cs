using System.Text.Json;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Answers that authorities have published.</summary>
public sealed class PublishedAnswerTests
{
    private const string Any = "28469010";

    [Fact]
    public void Total_TwoItemsInJapan_IsCutOnceAtTheEnd()
    {
        // Japan Customs, answer 1111 on how duty is computed: 534,795 and 126,258 JPY at 14 %.
        var basis = BasisFor(TestTariff.Japan, "14 %");
        var items = new[] { 534_795m, 126_258m }
            .Select(value => DutyCalculator.Decide(basis, Consignment(value, "JPY", 100)))
            .ToArray();

        Assert.Equal([74_760m, 17_640m], items.Select(item => item.Duty));
        Assert.Equal(92_400m, DeclarationTotal.Of(TestTariff.Japan.Rounding, items));
    }

    [Fact]
    public void Decide_FourDutiesOnOneBase_IsNoDutyOnDuty()
    {
        string[] rates = ["2.5 %", "25 %", "20 %", "125 %"];

        Assert.Equal(172.50m, rates.Sum(rate => Duty(TestTariff.Germany, rate, 100, 100)));
    }

    [Theory]
    [InlineData("35.10 EUR / 100 kg", 100, "35.10")]
    [InlineData("35.10 EUR / 100 kg", 10_000, "3510.00")]
    [InlineData("0.30 EUR / 100 kg", 16_320, "48.96")]
    public void Decide_SpecificDuty_CountsUnits(string expression, int net, string duty) =>
        Assert.Equal(duty, $"{Duty(TestTariff.Germany, expression, 1000, net)}");

    [Theory]
    [InlineData(1180, "1228.00")]
    [InlineData(1235, "1173.00")]
    [InlineData(2408, "0.00")]
    [InlineData(2500, "0.00")]
    public void Decide_PriceFloorOnOneTon_IsTheDifference(int price, string levy)
    {
        // Regulation (EU) 2025/2351, Art. 1(3): ferro-silicon, 2,408 EUR per ton; equal or above, nothing is due.
        var basis = BasisFor(TestTariff.Germany, "FLOOR 2408 EUR / t", MeasureType.PriceFloor);

        Assert.Equal(levy, $"{DutyCalculator.Decide(basis, Consignment(price, "EUR", 1000)).Duty}");
    }

    [Fact]
    public void Decide_PublishedAnswers_AreMet()
    {
        var file = SharedData.Find("duty-worked-examples.json");
        Assert.SkipWhen(file is null, "The file of published answers is not beside this checkout.");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var count = 0;
        foreach (var row in document.RootElement.EnumerateArray())
        {
            var input = row.GetProperty("input");
            var rate = input.GetProperty("rate").GetString()!;
            var answer = decimal.Parse(row.GetProperty("answer").GetString()!.Split(' ')[0]);
            var (value, net) = (Number(input, "value"), Number(input, "net_mass_kg"));
            var currency = rate.Contains("GBP") || input.TryGetProperty("gbp_per_eur", out _) ? "GBP"
                : input.GetProperty("currency").GetString()!;
            var policy = TestTariff.Germany with { Currency = currency };
            var basis = BasisFor(policy, rate) with
            {
                Rates = new ExchangeRateTable([new("EU-MONTHLY", "EUR", "GBP", 0.8571m, TestTariff.FromStart)]),
            };
            var decided = DutyCalculator.Decide(basis, Consignment(value ?? 0, currency, net ?? 1)).Duty;

            Assert.Equal(decimal.Round(answer, 2, MidpointRounding.AwayFromZero), decided);
            count++;
        }

        Assert.Equal(10, count);
    }

    private static decimal? Number(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) ? decimal.Parse(value.GetString()!) : null;

    private static decimal Duty(AdministrationPolicy policy, string expression, decimal value, decimal net) =>
        DutyCalculator.Decide(BasisFor(policy, expression), Consignment(value, policy.Currency, net)).Duty;

    private static Consignment Consignment(decimal value, string currency, decimal net) =>
        new(TestTariff.Start, Any, "AU", "", net, value, currency, null, "", [], []);

    private static DutyBasis BasisFor(
        AdministrationPolicy policy, string expression, MeasureType type = MeasureType.Base) =>
        TestTariff.Basis(policy, TestTariff.Version1 with
        {
            Measures = [TestTariff.Measure("X", type, Any, "ALL", expression)],
        });
}
