namespace CrmClub.Cli.Tests;

public sealed class ImportTests
{
    private static readonly string Table = Program.Repository("data/examples/hts.csv");

    [Fact]
    public async Task TariffImport_Example_IsSoundAndAnswers()
    {
        var run = await Program.RunAsync("tariff", "import", "--format", "hts", "--valid-from", "2024-11-01", "--with",
            Program.Repository("data/examples/tariff.json"), Table);
        var document = Path.Combine(Program.Nowhere, $"{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(document, run.Output, TestContext.Current.CancellationToken);
        var answer = await Program.RunAsync("duty", "--tariff", document, "--goods", "26110060", "--origin", "RU",
            "--value", "9000", "--currency", "USD", "--net-mass", "1000", "--quantity", "600 kg W",
            "--document", "9CRA", "--on", "2027-05-31", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Left out: line 7, 9903.88.01: 990388 is no subheading of HS2022.", run.Error);
        Assert.Equal(0, (await Program.RunAsync("tariff", "check", document)).ExitCode);
        // 600 kg at 1.10 USD, 1.125 USD a euro.
        Assert.Equal("586.67", answer.Json.GetProperty("duty").GetProperty("amount").GetString());
    }

    [Fact]
    public async Task TariffImport_AnotherTable_EndsWith2AndNamesTheColumns()
    {
        var run = await Program.RunAsync("tariff", "import", "--format", "taric", "--valid-from", "2024-11-01", Table);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("cn_taric_code", run.Error);
    }

    [Fact]
    public async Task TariffImport_NoFirstDay_EndsWith2() =>
        Assert.Equal(2, (await Program.RunAsync("tariff", "import", "--format", "hts", Table)).ExitCode);
}
