using System.Diagnostics;
using System.Text.Json;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>The host as a process of its own, as a person starts it: nothing that it started may outlive it.</summary>
public sealed class HostProcessTests
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan GoneDeadline = TimeSpan.FromSeconds(15);

    // After its host was killed the orchestrator mostly ends in seconds, and now and then long after all that it ran.
    private static readonly TimeSpan OrchestratorGoneDeadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task End_HoweverItComes_LeavesNoProcess(string signal)
    {
        using var folder = new TestFolder();
        using var host = Start(folder.Path);
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(HasStarted(folder.Path)), StartDeadline, Cancel);
            Assert.NotEmpty(Processes.Of(folder.Path));
        }
        finally
        {
            using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{host.Id}"]);
            await host.WaitForExitAsync(Cancel);
        }

        await Eventually.NoneAsync<int>(
            () => [.. Processes.Of(folder.Path).Where(pid => !Processes.IsOrchestrator(pid))],
            Processes.Describe, GoneDeadline, Cancel);
        await Eventually.NoneAsync(
            () => Processes.Of(folder.Path), Processes.Describe, OrchestratorGoneDeadline, Cancel);
    }

    private static Process Start(string folder)
    {
        var program = Path.ChangeExtension(typeof(Projects.AppHost).Assembly.Location, null);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CLUB_DIR"] = folder;
        start.Environment["CLUB_FSYNC"] = "off";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        var host = Process.Start(start)!;
        host.OutputDataReceived += (_, _) => { };
        host.ErrorDataReceived += (_, _) => { };
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        return host;
    }

    /// <summary>Everything runs: the moment with the most to leave behind.</summary>
    private static bool HasStarted(string folder)
    {
        var file = Path.Combine(folder, "club.json");
        if (!File.Exists(file)) return false;
        using var club = JsonDocument.Parse(File.ReadAllText(file));
        return club.RootElement.GetProperty("resources").EnumerateArray()
            .Where(resource => resource.GetProperty("name").GetString() != "migrator")
            .All(resource => resource.GetProperty("state").GetString() == "Running");
    }
}
