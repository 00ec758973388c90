using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CrmClub.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmClub.Testing.Clubs;

/// <summary>A whole club with an empty folder, on free ports, without a dashboard and without fsync.</summary>
public sealed class ClubUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan HealthyDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan HealDeadline = TimeSpan.FromSeconds(30);

    private readonly DistributedApplication app;
    private readonly TestFolder folder;
    private readonly Dictionary<string, string> secrets;

    private ClubUnderTest(DistributedApplication app, TestFolder folder)
    {
        this.app = app;
        this.folder = folder;
        secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(folder.Path, "credentials.json")))!;
    }

    /// <summary>Names of all that is meant to run as long as the club does.</summary>
    public IReadOnlyList<string> Resources =>
        [.. app.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Where(resource => resource.HasAnnotationOfType<AppHost.Supervised>())
        .Select(resource => resource.Name)];

    public string Folder => folder.Path;

    public static async Task<ClubUnderTest> StartAsync(CancellationToken cancel, params string[] options)
    {
        var folder = new TestFolder();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--CLUB_DIR={folder.Path}", "--CLUB_FSYNC=off", "--CLUB_DASHBOARD=off", .. options],
            (host, _) => host.DisableDashboard = true,
            cancel);
        // What the resources print is kept in the club's own logs; here it would bury the tests' results.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var app = await builder.BuildAsync(cancel);
        var club = new ClubUnderTest(app, folder);
        await app.StartAsync(cancel);
        await club.UntilHealthyAsync(cancel);
        return club;
    }

    /// <summary>Waits until every resource is healthy.</summary>
    public async Task UntilHealthyAsync(CancellationToken cancel)
    {
        foreach (var resource in Resources) await UntilHealthyAsync(resource, cancel);
    }

    /// <summary>Waits until the resource is healthy, whatever it was before.</summary>
    public async Task UntilHealthyAsync(string resource, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(HealthyDeadline);
        await app.ResourceNotifications.WaitForResourceHealthyAsync(
            resource, WaitBehavior.WaitOnResourceUnavailable, deadline.Token);
    }

    /// <summary>Waits until the resource does not run any more.</summary>
    public Task UntilStoppedAsync(string resource, CancellationToken cancel) => app.ResourceNotifications
        .WaitForResourceAsync(resource, KnownResourceStates.TerminalStates, cancel).WaitAsync(HealDeadline, cancel);

    public Task StopAsync(string resource, CancellationToken cancel) =>
        CommandAsync(resource, KnownResourceCommands.StopCommand, cancel);

    public Task StartAsync(string resource, CancellationToken cancel) =>
        CommandAsync(resource, KnownResourceCommands.StartCommand, cancel);

    /// <summary>Kills the process that the resource runs as, and does not wait for what comes then.</summary>
    /// <returns>The process that was killed.</returns>
    public int Kill(string resource)
    {
        var pid = Pid(resource) ?? throw new InvalidOperationException($"{resource} does not run.");
        using var process = Process.GetProcessById(Processes.ServerBelow(pid));
        process.Kill();
        return pid;
    }

    /// <summary>Waits until another process has taken the killed one's place and is healthy.</summary>
    public async Task UntilHealedAsync(string resource, int killed, CancellationToken cancel)
    {
        await Eventually.HoldsAsync($"{resource} runs again",
            () => Task.FromResult(Pid(resource) is { } now && now != killed), HealthyDeadline, cancel);
        await UntilHealthyAsync(resource, cancel);
    }

    /// <summary>Pid of the resource's own process, if it runs.</summary>
    public int? Pid(string resource) => app.ResourceNotifications.TryGetCurrentState(resource, out var now)
        ? now.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value as int?
        : null;

    /// <summary>Address of a resource's endpoint.</summary>
    public Uri Address(string resource, string endpoint) => app.GetEndpoint(resource, endpoint);

    /// <summary>Where a resource is reached first.</summary>
    public Uri AddressOf(string resource) =>
        Address(resource, resource is "postgres" or "rabbitmq" or "redis" ? "tcp" : "http");

    public HttpClient Http(string resource) => app.CreateHttpClient(resource, "http");

    /// <summary>A client that signs in as a customs system of the club, for instance <c>customs-de</c>.</summary>
    public ClubClient SignedInAs(string system) => new(Address("gateway", "grpc"), TokensOf(system));

    /// <summary>An access token of a customs system.</summary>
    public async Task<string> TokenAsync(string system, CancellationToken cancel)
    {
        using var tokens = TokensOf(system);
        return await tokens.GetAsync(cancel);
    }

    private async Task CommandAsync(string resource, string command, CancellationToken cancel)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command, cancel);
        if (!result.Success)
            throw new InvalidOperationException($"{command} of {resource}: {result.Message}");
    }

    private TokenSource TokensOf(string system)
    {
        using var identities = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "identities.json")));
        var entry = identities.RootElement.GetProperty("systems").EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == system);
        return TokenSource.ForSystem(
            new Uri(Address("identity", "http"), $"{entry.GetProperty("tenantId").GetString()}/oauth2/v2.0/token"),
            entry.GetProperty("clientId").GetString()!,
            entry.GetProperty("secret").GetString()!);
    }

    /// <summary>The club's secret of that name, for instance <c>postgres/tariffs_app</c>.</summary>
    public string Secret(string name) => secrets[name];

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Dispose();
    }
}
