using System.Text.Json.Nodes;

namespace CrmClub.Cli.Tests;

/// <summary>What is wrong is refused with what, where and why, all at once.</summary>
public sealed class BadInputTests
{
    private static readonly string Tariff = Program.Repository("data/examples/tariff.json");

    [Fact]
    public async Task TariffCheck_UnknownFieldContradictionAndGap_AreNamedTogether()
    {
        var document = JsonNode.Parse(
            await File.ReadAllTextAsync(Tariff, TestContext.Current.CancellationToken))!.AsObject();
        var measures = document["measures"]!.AsArray();
        var twin = measures[0]!.DeepClone();
        (twin["id"], twin["dutty"]) = ("M-TWIN", "1 %");
        measures.Add(twin);
        document["referencePrices"] = new JsonArray(Price("2027-01-04", "2027-02-01"), Price("2027-03-01", ""));

        var run = await Program.RunAsync(document.ToJsonString(), ["tariff", "check", "-", "--json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["UNKNOWN_FIELD", "ME32", "SERIES_GAP"],
            run.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task Duty_OptionsAndDay_AreNamedTogether()
    {
        var run = await Program.RunAsync(
            "duty", "--tariff", Tariff, "--goods", "28053010", "--origin", "XX", "--value", "1", "--currency", "EUR",
            "--net-mass", "1", "--quantity", "five", "--component", "case", "--quota", "099020", "--allocated", "x",
            "--on", "2020-01-01");

        Assert.Equal(2, run.ExitCode);
        Assert.All(
            ["item.origin", "item.quantities[0].amount", "item.component_values[0].amount", "quota.unit",
                "quota.allocated", "ADMINISTRATION_POLICY"],
            named => Assert.Contains(named, run.Error, StringComparison.Ordinal));
    }

    private static JsonObject Price(string from, string to) => new()
    {
        ["material"] = "Dy",
        ["stage"] = "STAGE_SEPARATED_COMPOUND",
        ["contentUnit"] = "Dy2O3",
        ["price"] = new JsonObject { ["amount"] = "225", ["currency"] = "USD" },
        ["validFrom"] = from,
        ["validTo"] = to,
    };
}
