using System.Text.Json;
using CrmClub.Testing;

namespace CrmClub.Cli.Tests;

public sealed class OfflineTests
{
    private static readonly string Tariff = Program.Repository("data/examples/tariff.json");
    private static readonly string OriginCase = Program.Repository("data/examples/origin.json");
    private static readonly string Consignments = Program.Repository("data/examples/consignments.jsonl");

    [Theory]
    [InlineData("mrn", "10NL5663962BE1E825", 0)]
    [InlineData("mrn", "22GB02I89012847596", 1)]
    [InlineData("lei", "5493000IBP32UQZ0KL24", 0)]
    [InlineData("jcn", "2835678256246", 1)]
    [InlineData("hs", "2846.90", 0)]
    public async Task Identifier_Value_AnswersByExitCodeAndJson(string kind, string value, int exitCode)
    {
        var run = await Program.RunAsync("identifier", kind, value, "--json");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 0, run.Json.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task Expression_Fault_PointsAtItsColumn()
    {
        var run = await Program.RunAsync("expression", "8 % MIN");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Column 8:", run.Error);
        Assert.EndsWith("       ^\n", run.Error);
    }

    [Theory]
    [InlineData("8.8¢/kg on copper content + 3.3¢/kg on lead content", "us", "0.088 USD / kg Cu + 0.033 USD / kg Pb")]
    [InlineData("9.0% + 45.100 € / 100 kg MAX 18.9%", "eu", "9 % + 45.10 EUR / 100 kg MAX 18.9 %")]
    [InlineData("582.000 EUR TNE", "taric", "582 EUR / t")]
    public async Task Expression_PublicNotation_IsToldByTheTextOrByForm(string text, string form, string canonical)
    {
        foreach (var args in new string[][] { ["expression", text], ["expression", "--form", form, text] })
        {
            var run = await Program.RunAsync([.. args, "--json"]);

            Assert.Equal(0, run.ExitCode);
            Assert.Equal((form, canonical),
                (run.Json.GetProperty("form").GetString(), run.Json.GetProperty("canonical").GetString()));
        }
        Assert.Equal(1, (await Program.RunAsync("expression", "--form", "club", text)).ExitCode);
    }

    [Fact]
    public async Task Duty_OnAUnitThatIsNotDeclared_IsNotDecidedUntilItIs()
    {
        var document = Path.Combine(Program.Nowhere, $"{Guid.NewGuid()}.json");
        var text = await File.ReadAllTextAsync(Tariff, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(document, text.Replace("\"25 %\"", "\"0.50 EUR / p + 6 % OF case\"",
            StringComparison.Ordinal), TestContext.Current.CancellationToken);
        string[] asked = ["duty", "--tariff", document, "--goods", "28053020", "--origin", "AU", "--value", "500000",
            "--currency", "EUR", "--net-mass", "100", "--on", "2027-05-31", "--json"];

        var without = await Program.RunAsync(asked);
        var with = await Program.RunAsync([.. asked, "--quantity", "36 p", "--component", "case 1000"]);

        Assert.Equal(
            ["Not decided: no value of the component case.", "Not decided: no quantity in p: none is declared."],
            without.Json.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
        Assert.Equal("78.00", with.Json.GetProperty("duty").GetProperty("amount").GetString());
    }

    [Theory]
    [InlineData('(', 10_000)]
    [InlineData('(', 100_000)]
    [InlineData('9', 10_000)]
    public async Task Expression_FarTooLong_IsNotRepeated(char one, int length)
    {
        var run = await Program.RunAsync("expression", new string(one, length));

        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Error.Length, 1, 200);
    }

    [Fact]
    public async Task Expression_Batch_AnswersEachLineInOrder()
    {
        var run = await Program.RunAsync("12.5%\n+\n8 % MIN 2 EUR / kg\n", ["expression", "--batch", "-"]);

        var answers = run.Lines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(1, run.ExitCode);
        Assert.Equal([true, false, true], answers.Select(a => a.GetProperty("ok").GetBoolean()));
        Assert.Equal("12.5 %", answers[0].GetProperty("canonical").GetString());
        Assert.Equal(1, answers[1].GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task Duty_Offline_AddsUpAndSaysWhy()
    {
        var run = await Program.RunAsync("duty", "--tariff", Tariff, "--goods", "28053010", "--origin", "CN", "--value",
            "121234.56", "--currency", "USD", "--net-mass", "1000", "--on", "2027-05-31");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("26,941.01 EUR", run.Output);
        Assert.Contains("7,791.50 EUR", run.Output);
        Assert.Contains("34,732.51 EUR", run.Lines[^1]);
        Assert.Contains("not Club preference", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Duty_OfflineJson_IsTheContractsAnswer()
    {
        var run = await Program.RunAsync("duty", "--tariff", Tariff, "--goods", "2805.30.10", "--origin", "CN",
            "--value", "121234.56", "--currency", "USD", "--net-mass", "1000", "--on", "2027-05-31", "--json");

        Assert.Equal("34732.51", run.Json.GetProperty("duty").GetProperty("amount").GetString());
        Assert.Equal("ORIGIN_STATUS_THIRD_COUNTRY", run.Json.GetProperty("originStatus").GetString());
        Assert.Equal(JsonValueKind.Array, run.Json.GetProperty("warnings").ValueKind);
        Assert.All(run.Json.GetProperty("measures").EnumerateArray(), m =>
            Assert.NotEqual("", m.GetProperty("id").GetString()));
    }

    // 27.5 instead of 25 % of 107,764.05; the days are the same.
    [Fact]
    public async Task Duty_Compare_SaysByWhatTheAnswersDiffer()
    {
        var raised = Path.Combine(Directory.CreateTempSubdirectory("crmclub-").FullName, "raised.json");
        File.WriteAllText(raised, File.ReadAllText(Tariff).Replace(
            "\"expression\": \"25 %\"", "\"expression\": \"27.5 %\"", StringComparison.Ordinal));
        string[] asked = ["duty", "--tariff", Tariff, "--goods", "28053010", "--origin", "CN", "--value", "121234.56",
            "--currency", "USD", "--net-mass", "1000", "--on", "2027-05-31", "--compare"];

        var text = await Program.RunAsync([.. asked, raised]);
        var json = await Program.RunAsync([.. asked, raised, "--json"]);
        var same = await Program.RunAsync([.. asked, Tariff, "--compare-on", "2027-05-31"]);

        Assert.Equal((1, 1, 0), (text.ExitCode, json.ExitCode, same.ExitCode));
        Assert.Equal(["before 34,732.51 EUR", "tariff 2,694.10 EUR", "after 37,426.61 EUR"],
            text.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Empty(JsonSchemas.Faults("duty-comparison", json.Output));
        Assert.Equal(2, same.Lines.Length);
        Assert.Equal(2, (await Program.RunAsync(
            "duty", "--compare", Tariff, "--batch", Consignments, "--tariff", Tariff)).ExitCode);
    }

    [Fact]
    public async Task Duty_Batch_AnswersEachConsignmentInOrder()
    {
        var run = await Program.RunAsync("duty", "--tariff", Tariff, "--batch", Consignments);

        Assert.Equal(File.ReadLines(Consignments).Count(l => l.Length > 0), run.Lines.Length);
        Assert.All(run.Lines, l => Assert.True(JsonDocument.Parse(l).RootElement.TryGetProperty("duty", out _)));
    }

    [Fact]
    public async Task Duty_BatchWithFaults_NamesThemAndGoesOn()
    {
        var good = File.ReadLines(Consignments).First();

        var input = $"{good}\n{{\"itm\":{{}}}}\n{good}\n";
        var run = await Program.RunAsync(input, ["duty", "--tariff", Tariff, "--batch", "-"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);
        Assert.Contains("UNKNOWN_FIELD", run.Lines[1]);
        Assert.Empty(JsonSchemas.Faults("batch-fault", run.Lines[1]));
        Assert.Empty(JsonSchemas.Faults("duty-answer", run.Lines[0]));
        Assert.Equal(run.Lines[0], run.Lines[2]);
        Assert.Contains("line 2", run.Error);
    }

    [Fact]
    public async Task Duty_WrongConsignment_EndsWith2AndNamesEveryFault()
    {
        var run = await Program.RunAsync("duty", "--tariff", Tariff, "--goods", "99", "--origin", "XX", "--value", "-5",
            "--currency", "QQQ", "--net-mass", "x", "--on", "2027-05-31");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.All(["goods_code", "origin", "customs_value", "net_mass_kg"], field =>
            Assert.Contains(field, run.Error));
    }

    [Theory]
    [InlineData("identifier-answer", "identifier jcn 2835678256246")]
    [InlineData("expression-answer", "expression 8%MIN")]
    [InlineData("tariff-check-answer", "tariff check data/examples/declaration.json")]
    public async Task Json_WhereTheAnswerIsNo_IsByItsSchema(string schema, string line)
    {
        var run = await Program.RunInAsync(Program.Repository("."), [.. line.Split(' '), "--json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(JsonSchemas.Faults(schema, run.Output));
    }

    // The published story: what is charged, secured and released, by item.
    [Fact]
    public async Task Quota_Example_AllocatesTheDayAndSaysWhatBecomesOfTheSecurity()
    {
        var file = Program.Repository("data/examples/quota-day.json");
        var text = await Program.RunAsync("quota", "allocate", file, "--tariff", Tariff);
        var json = await Program.RunAsync("quota", "allocate", file, "--tariff", Tariff, "--json");
        var without = await Program.RunAsync("quota", "allocate", file);

        Assert.Equal((0, 0, 2), (text.ExitCode, json.ExitCode, without.ExitCode));
        Assert.Equal(
            [
                "099020 on 2027-03-08, allocated from 2027-03-10 on: 599 of 1600 kg Dy2O3",
                "  27JPEXAMPLE0000001                447 of 1194 kg Dy2O3",
                "    charged 0 JPY, now 6218161 JPY; of 9939097 JPY secured 3720936 JPY are released",
                "  27DEEXAMPLE0000002                152 of 406 kg Dy2O3",
                "    charged 0.00 EUR, now 12417.77 EUR; of 19848.89 EUR secured 7431.12 EUR are released",
                "  left 1 kg Dy2O3",
                "  was critical by its use, is critical by its use",
            ],
            text.Lines);
        Assert.Contains("requests[1].consignment", without.Error);
        Assert.Empty(JsonSchemas.Faults("quota-allocation", json.Output));
        Assert.Empty(JsonSchemas.Faults("quota-day", await File.ReadAllTextAsync(
            file, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Origin_Example_IsTheClubsAndSaysWhy()
    {
        var text = await Program.RunAsync("origin", OriginCase);
        var json = await Program.RunAsync("origin", OriginCase, "--json");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Equal("Club origin, DE: CTH and SP sintering", text.Lines[0]);
        Assert.Contains("9000 of 120000, within the tolerance of 10 %", text.Output);
        Assert.Contains("Originates by its own rule (CTH and SP metal-making)", text.Output);
        Assert.Empty(JsonSchemas.Faults("origin-answer", json.Output));
        Assert.Empty(JsonSchemas.Faults("origin-case", await File.ReadAllTextAsync(
            OriginCase, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Origin_WithoutARule_IsJudgedByTheTariffs()
    {
        var file = Program.Repository("data/examples/origin-by-tariff.json");

        var byTariff = await Program.RunAsync("origin", file, "--tariff", Tariff);
        var alone = await Program.RunAsync("origin", file);

        Assert.Equal((0, "Club origin, DE: CTH"), (byTariff.ExitCode, byTariff.Lines[0]));
        Assert.Contains("Originates by its own rule (CTSH)", byTariff.Output);
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("product.rule: It is missing", alone.Error);
        Assert.Contains("product.inputs[0].made.rule: It is missing", alone.Error);
    }

    [Fact]
    public async Task Origin_OfGoodsThatMayNotHaveThePreference_EndsWith1()
    {
        var late = (await File.ReadAllTextAsync(OriginCase, TestContext.Current.CancellationToken))
            .Replace("2027-04-12", "2028-03-02", StringComparison.Ordinal)
            .Replace("Through bill of lading", "", StringComparison.Ordinal);

        var run = await Program.RunAsync(late, ["origin", "-"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Club origin, DE", run.Output, StringComparison.Ordinal);
        Assert.Contains("not valid on the day of acceptance", run.Output);
        Assert.Contains("left as it was in transit", run.Output);
    }

    [Fact]
    public async Task Origin_WithFaults_NamesThemAll()
    {
        var run = await Program.RunAsync(
            """
            {"club": [], "exportDay": "2027-02-30", "product": {"goodsCode": "28", "rule": "RVC 40 % build-up or CTX",
             "country": "XX", "inputs": [{"goodsCode": "280530", "value": "0", "country": "MY", "made":
             {"goodsCode": "280530", "rule": "MaxNOM 40 % EXW", "country": "MY"}}]}}
            """, ["origin", "-"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.All(["club", "export_day", "product.goods_code", "column 22", "product.country",
            "product.inputs[0].value", "inputs[0].made.inputs", "inputs[0].made.ex_works_price"],
            field => Assert.Contains(field, run.Error));
    }

    [Fact]
    public async Task TariffDiff_OfDocuments_NamesTheMeasuresThatDiffer()
    {
        var changed = Path.Combine(Program.Nowhere, $"{Guid.NewGuid()}.json");
        var text = await File.ReadAllTextAsync(Tariff, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            changed, text.Replace("\"25 %\"", "\"26 %\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var same = await Program.RunAsync("tariff", "diff", Tariff, Tariff);
        var other = await Program.RunAsync("tariff", "diff", Tariff, changed, "--json");

        Assert.Equal((0, "They are the same."), (same.ExitCode, same.Output.Trim()));
        Assert.Equal(1, other.ExitCode);
        Assert.Empty(JsonSchemas.Faults("tariff-comparison", other.Output));
        Assert.All(other.Json.GetProperty("measures").EnumerateArray(), measure => Assert.Equal(
            ("25 %", "26 %", "expression"),
            (measure.GetProperty("before").GetProperty("expression").GetString(),
                measure.GetProperty("after").GetProperty("expression").GetString(),
                Assert.Single(measure.GetProperty("fields").EnumerateArray()).GetString())));
        Assert.NotEqual(0, other.Json.GetProperty("measures").GetArrayLength());
    }

    [Fact]
    public async Task TariffCheck_Example_IsSound()
    {
        var run = await Program.RunAsync("tariff", "check", Tariff, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task TariffCheck_BrokenExpression_NamesLineAndField()
    {
        var lines = await File.ReadAllLinesAsync(Tariff, TestContext.Current.CancellationToken);
        var at = Array.FindIndex(lines, l => l.Contains("\"expression\"", StringComparison.Ordinal));
        lines[at] = "\"expression\": \"25 %%\",";
        var broken = Path.Combine(Program.Nowhere, $"{Guid.NewGuid()}.json");
        await File.WriteAllLinesAsync(broken, lines, TestContext.Current.CancellationToken);

        var run = await Program.RunAsync("tariff", "check", broken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("measures[0].expression", run.Error);
        Assert.Contains($"Line {at + 1}:", run.Error);
    }
}
