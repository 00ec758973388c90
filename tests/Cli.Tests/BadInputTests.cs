using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmClub.Cli.Tests;

/// <summary>What is wrong is refused with what, where and why, all at once.</summary>
public sealed class BadInputTests
{
    private static readonly string Tariff = Program.Repository("data/examples/tariff.json");
    private static readonly string Consignments = Program.Repository("data/examples/consignments.jsonl");

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
    public async Task DutyBatch_UnknownFieldBesideOtherFaults_NamesThemAllAndGoesOn()
    {
        var good = File.ReadLines(Consignments).First();
        var bad = JsonNode.Parse(good)!;
        (bad["item"]!["netMasKg"], bad["item"]!["origin"], bad["item"]!["goodsCode"]) = ("1", "XX", "99");
        bad["acceptanceDay"] = "2020-01-01";
        var unknown = JsonNode.Parse(good)!;
        unknown["item"]!["netMasKg"] = "1";

        var run = await Program.RunAsync(
            $"{good}\n{bad.ToJsonString()}\n{unknown.ToJsonString()}\n{good}\n",
            ["duty", "--tariff", Tariff, "--batch", "-"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["administration ADMINISTRATION_POLICY", "item.goods_code GOODS_CODE", "item.netMasKg UNKNOWN_FIELD",
                "item.origin COUNTRY"],
            FieldsAndRules(run.Lines[1]));
        Assert.Equal(["item.netMasKg UNKNOWN_FIELD"], FieldsAndRules(run.Lines[2]));
        Assert.Equal(run.Lines[0], run.Lines[3]);
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

    [Fact]
    public async Task RatesImport_BadTable_EndsWith2AndNamesEveryFault()
    {
        var run = await Program.RunAsync(
            "series,base,quote,rate,valid_from,valid_to,source,demonstration,remark\n"
            + "EU-MONTHLY,EUR,USX,-1,2027-01-01,,x,false,\n"
            + "EU-MONTHLY,EUR,USD,0,1.1.2026,,x,false,\n",
            ["rates", "import", "--valid-from", "2027-01-01", "-"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            ["line 1, column remark", "line 2, column quote", "line 2, column rate", "line 3, column rate",
                "line 3, column valid_from"],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]));
    }

    private static IEnumerable<string> FieldsAndRules(string line) =>
        JsonDocument.Parse(line).RootElement.GetProperty("error").EnumerateArray()
            .Select(fault => $"{fault.GetProperty("field")} {fault.GetProperty("rule")}").Order(StringComparer.Ordinal);

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
