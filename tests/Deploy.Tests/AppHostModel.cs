using System.Diagnostics;
using System.Text.Json;
using CrmClub.Testing;

namespace CrmClub.Deploy.Tests;

/// <summary>What the AppHost's manifest says of a program of the club.</summary>
/// <param name="Environment">Variables and their values.</param>
/// <param name="Ports">Names of its ports, without the twin for HTTPS that is made for each.</param>
public sealed record ModelledProgram(
    IReadOnlyDictionary<string, string> Environment, IReadOnlyCollection<string> Ports);

/// <summary>The AppHost's manifest, and what <c>deploy/make-secrets</c> makes of its model.</summary>
public sealed class AppHostModel : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("crmclub-deploy-").FullName;

    /// <summary>By name, without the identity server that stands in on a developer's machine.</summary>
    public IReadOnlyDictionary<string, ModelledProgram> Programs { get; private set; } = null!;

    public string Secrets => Path.Combine(folder, "secrets");

    public async ValueTask InitializeAsync()
    {
        var host = Path.Combine(Checkout.Root, "AppHost", "bin", "Release", "net10.0", "CrmClub.AppHost");
        var manifest = Path.Combine(folder, "manifest.json");
        await RunAsync(host, "--publisher", "manifest", "--output-path", manifest,
            $"--CLUB_DIR={Path.Combine(folder, "club")}", "--CLUB_CONTAINERS=off");
        await RunAsync(Deployed.Path("make-secrets"), Secrets);
        using var model = JsonDocument.Parse(await File.ReadAllTextAsync(manifest));
        Programs = model.RootElement.GetProperty("resources").EnumerateObject()
            .Where(one => one.Value.GetProperty("type").GetString() == "project.v0" && one.Name != "identity")
            .ToDictionary(one => one.Name, one => Read(one.Value));
    }

    /// <summary>Variables that are kept secret for a program.</summary>
    public IEnumerable<string> SecretsOf(string program) =>
        Path.Combine(Secrets, $"{program}.env") is var file && File.Exists(file)
            ? File.ReadLines(file).Select(line => line.Split('=')[0])
            : [];

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static ModelledProgram Read(JsonElement program) => new(
        program.GetProperty("env").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!),
        program.TryGetProperty("bindings", out var ports)
            ? [.. ports.EnumerateObject().Select(port => port.Name).Where(name => name != "https")]
            : []);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_URLS"] = "http://localhost:0" },
        })!;
        var said = run.StandardOutput.ReadToEndAsync();
        var faults = run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {run.ExitCode}: {await said}{await faults}");
    }
}
