using System.Text.Json;
using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Certificates;

/// <summary>Tables of operators and facilities, by the command line on a whole club.</summary>
public sealed class SupplierImportTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_FaultsOnlyTheServiceKnows_AreNamedByLineAndNothingIsRegistered()
    {
        var (operators, facilities) = await TablesAsync("91", "O-9999");

        var run = await ImportAsync(operators, facilities);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "facilities.csv, line 2, column latitude: It is no coordinate by WGS 84. (COORDINATE)", run.Error);
        Assert.Contains("facilities.csv, line 3, column operator: There is no such operator. (OPERATOR)", run.Error);
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.NotEqual(0, (await running.Club.CommandAsync("supplier", "search", Name(operators))).ExitCode);
    }

    [Fact]
    public async Task Import_Twice_RegistersOnce()
    {
        var (operators, facilities) = await TablesAsync("59.5", "a");

        var first = await ImportAsync(operators, facilities);
        var second = await ImportAsync(operators, facilities);
        var found = await running.Club.CommandAsync("supplier", "search", Name(operators), "--json");

        Assert.True(first.ExitCode == 0, $"{first}");
        Assert.Equal(first.Output, second.Output);
        var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [("operators", 2), ("facilities", 2), ("facilities", 3)],
            lines.Select(line => (line.GetProperty("table").GetString()!, line.GetProperty("line").GetInt32())));
        Assert.Equal(2, found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static string Name(string operators) => File.ReadLines(operators).Last().Split(',')[1];

    private Task<CommandRun> ImportAsync(string operators, string facilities) => running.Club.CommandAsync(
        "supplier", "import", "--operators", operators, "--facilities", facilities, "--json");

    // A name that no other run has.
    private async Task<(string Operators, string Facilities)> TablesAsync(string latitude, string owner)
    {
        var name = string.Concat(Guid.NewGuid().ToString("N").Select(c => (char)('a' + (c % 26))));
        var folder = Directory.CreateDirectory(Path.Combine(running.Club.Folder, name)).FullName;
        var (operators, facilities) = (Path.Combine(folder, "operators.csv"), Path.Combine(folder, "facilities.csv"));
        await File.WriteAllTextAsync(
            operators, $"key,name,country,lei,eori,jcn,national,national_country\na,{name},EE,,EE1,,,\n", Cancel);
        await File.WriteAllTextAsync(
            facilities,
            $"""
            operator,name,country,kind,latitude,longitude,place,capacities_from,scopes
            a,{name} north,EE,mine,{latitude},24,,,Dy ore 1
            {owner},{name} south,EE,refinery,,,,2026-01-01,Dy metal 1.5; Tb metal 2

            """,
            Cancel);
        return (operators, facilities);
    }
}
