using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using CrmClub.Cli.Commands;

namespace CrmClub.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("statsu", "did you mean status?")]
    [InlineData("duty --gods 1", "did you mean --goods?")]
    [InlineData("duty --on yesterday", "YYYY-MM-DD")]
    [InlineData("identifier shoe 42", "'mrn'")]
    [InlineData("duty --goods 28053010", "--origin")]
    [InlineData("declare", "FILE")]
    [InlineData("seed 0", "from 1 to 100000")]
    [InlineData("seed many", "from 1 to 100000")]
    [InlineData("seed --declarations 300", "knows no argument 300")]
    [InlineData("events replay nobody", "'suppliers'")]
    [InlineData("club move-clock yesterday", "YYYY-MM-DD")]
    [InlineData("load --calls 0", "from 1 to 1000")]
    [InlineData("load --calls many", "'many' for option '--calls' as a whole number")]
    [InlineData("load --method fast", "'chunks'")]
    [InlineData("declare nowhere.json --club nonsense", "nowhere.json")]
    public async Task Run_WrongUsage_EndsWith2AndTwoLines(string line, string said)
    {
        var run = await Program.RunAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(said, run.Error);
        Assert.InRange(run.Error.TrimEnd().Split('\n').Length, 1, 2);
    }

    public static TheoryData<string> Helps =>
        ["", "--help", .. Leaves(ClubCommands.Create(), "").Select(name => $"{name} --help")];

    [Theory, MemberData(nameof(Helps))]
    public async Task Help_Command_ShowsAnExampleFirst(string line)
    {
        var run = await Program.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Output.IndexOf("Examples:\n  crmclub ", StringComparison.Ordinal), 0,
            run.Output.IndexOf("Usage:\n  crmclub", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("declaration list --json")]
    [InlineData("duty --goods 28053010 --origin CN --value 1 --currency USD --net-mass 1")]
    public async Task Run_NoClub_EndsWith5(string line)
    {
        var run = await Program.RunAsync(line.Split(' '));

        Assert.Equal(5, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("No club runs here.", run.Error);
    }

    [Fact]
    public async Task Run_ClubThatHasStopped_EndsWith5AndOneSentence()
    {
        var folder = Club(pid: int.MaxValue - 1);

        var run = await Program.RunAsync("status", "--club", folder);

        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("The club has stopped.", run.Error);
    }

    [Fact]
    public async Task Run_NumberThatWentToAnotherProcess_CountsAsStopped()
    {
        var folder = Club(Environment.ProcessId, DateTimeOffset.UtcNow.AddHours(-3));

        Assert.Equal(5, (await Program.RunAsync("status", "--club", folder)).ExitCode);
    }

    [Fact]
    public async Task Run_GatewayThatIsGone_EndsWith5InTime()
    {
        var folder = Club(Environment.ProcessId);

        var run = await Program.RunAsync("declaration", "list", "--club", folder, "--within", "2");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("can't be reached", run.Error);
    }

    [Fact]
    public async Task Run_UnknownIdentity_EndsWith4AndNamesThem()
    {
        var folder = Club(Environment.ProcessId);

        var run = await Program.RunAsync("declaration", "list", "--club", folder, "--as", "nobody");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("auditor", run.Error);
    }

    [Fact]
    public async Task Run_OutputThatTakesNoMore_EndsWith2AndOneSentence()
    {
        var run = await Program.RunToAsync("/dev/full", "tariff", "check",
            Program.Repository("data/examples/tariff.json"));

        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Run_Interrupted_EndsWith130()
    {
        using var process = Program.Start("duty", "--tariff", Program.Repository("data/examples/tariff.json"),
            "--batch", "-", "--json");
        var consignments = Program.Repository("data/examples/consignments.jsonl");
        await process.StandardInput.WriteLineAsync(File.ReadLines(consignments).First());
        await process.StandardInput.WriteLineAsync("{}");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        // The second line's faults on stderr show that it waits for the third.
        Assert.NotNull(await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Program.TimeMax, TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task Version_Asked_IsOneLine()
    {
        var run = await Program.RunAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Lines);
    }

    [Fact]
    public async Task Run_AddressOfAClubNotKnownHere_EndsWith4AndSaysHow()
    {
        var folder = Club(Environment.ProcessId);

        var run = await Program.RunInAsync(folder, "status", "--club", "http://localhost:10");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("CRMCLUB_TOKEN", run.Error);
    }

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.SelectMany(one => one.Subcommands.Count == 0
            ? [$"{path}{one.Name}"]
            : Leaves(one, $"{path}{one.Name} "));

    /// <summary>A folder that says a club runs, with one identity and addresses where nobody listens.</summary>
    private static string Club(int pid, DateTimeOffset? startedAt = null)
    {
        var folder = Directory.CreateTempSubdirectory("crmclub-test-").FullName;
        var identities = Path.Combine(folder, "identities.json");
        File.WriteAllText(identities, """
            {"clubTenantId":"c","systems":[],
             "people":[{"name":"auditor","objectId":"a","tenantId":"c","roles":["Auditor"],"password":"p"}]}
            """);
        using var self = Process.GetCurrentProcess();
        File.WriteAllText(Path.Combine(folder, "club.json"), JsonSerializer.Serialize(new
        {
            pid,
            startedAt = startedAt ?? self.StartTime.ToUniversalTime(),
            identitiesFile = identities,
            clockFile = Path.Combine(folder, "clock.json"),
            addresses = new { grpc = "http://127.0.0.1:9", identity = "http://127.0.0.1:9/" },
            resources = Array.Empty<object>(),
        }));
        return folder;
    }
}
