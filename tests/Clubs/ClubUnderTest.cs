using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CrmClub.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Testing.Clubs;

/// <summary>A whole club with an empty folder, on free ports, without a dashboard and without fsync.</summary>
public sealed class ClubUnderTest : IAsyncDisposable
{
    /// <summary>Time within which what was killed must be healthy again.</summary>
    public static readonly TimeSpan HealDeadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HealthyDeadline = TimeSpan.FromSeconds(120);

    private const string CommandLineClient = "c11e0000-0000-4000-8000-000000000001";

    private readonly DistributedApplication app;
    private readonly TestFolder folder;
    private readonly ClubLinks? links;
    private readonly Dictionary<string, string> secrets;

    private ClubUnderTest(DistributedApplication app, TestFolder folder, ClubLinks? links, TmpfsFolder? disk)
    {
        this.app = app;
        this.folder = folder;
        (this.links, Disk) = (links, disk);
        secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(folder.Path, "credentials.json")))!;
    }

    /// <summary>Names of all that is meant to run as long as the club does.</summary>
    public IReadOnlyList<string> Resources =>
        [.. app.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Where(resource => resource.HasAnnotationOfType<AppHost.Supervised>())
        .Select(resource => resource.Name)];

    public string Folder => folder.Path;

    /// <summary>The customs systems of a developer's club, and for which administration each declares.</summary>
    public static IReadOnlyList<(string System, string Administration)> CustomsSystems { get; } =
        [("customs-de", "DE"), ("customs-fr", "FR"), ("customs-nl", "NL"), ("customs-jp", "JP")];

    /// <summary>Where a file named like a fail-point lets the service die that comes by.</summary>
    public string FailPoints => Path.Combine(Folder, "failpoints");

    /// <summary>Links that can be made bad.</summary>
    public ClubLinks Links => links ?? throw new InvalidOperationException("It is started without links.");

    /// <summary>What PostgreSQL keeps its data on; null where this process may not mount one.</summary>
    public TmpfsFolder? Disk { get; }

    public static Task<ClubUnderTest> StartAsync(CancellationToken cancel, params string[] options) =>
        StartAsync(null, cancel, options);

    /// <summary>A club with links that can be made bad, by that seed, and with a disk that can be full.</summary>
    public static Task<ClubUnderTest> StartFragileAsync(int seed, CancellationToken cancel) => StartAsync(seed, cancel);

    private static async Task<ClubUnderTest> StartAsync(int? seed, CancellationToken cancel, params string[] options)
    {
        var folder = new TestFolder();
        var failPoints = Directory.CreateDirectory(Path.Combine(folder.Path, "failpoints")).FullName;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--CLUB_DIR={folder.Path}", "--CLUB_FSYNC=off", "--CLUB_DASHBOARD=off",
                $"--CLUB_FAILPOINTS={failPoints}", .. options],
            (host, _) => host.DisableDashboard = true,
            cancel);
        // What the resources print is kept in the club's own logs; here it would bury the tests' results.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var links = seed is { } given ? ClubLinks.Lay(builder, given) : null;
        var data = Path.Combine(folder.Path, "data", "postgres");
        var disk = seed is not null && TmpfsFolder.IsPossible ? TmpfsFolder.Mount(data) : null;
        var app = await builder.BuildAsync(cancel);
        var club = new ClubUnderTest(app, folder, links, disk);
        await app.StartAsync(cancel);
        await club.UntilHealthyAsync(cancel);
        return club;
    }

    /// <summary>Waits until every resource is healthy, and none degraded.</summary>
    public async Task UntilHealthyAsync(CancellationToken cancel)
    {
        foreach (var resource in Resources) await UntilHealthyAsync(resource, cancel);
        foreach (var service in AppHost.Club.Services)
        {
            using var http = Http(service);
            await Eventually.HoldsAsync($"{service} is not degraded",
                async () => await http.GetStringAsync("health", cancel) == nameof(HealthStatus.Healthy),
                HealthyDeadline, cancel);
        }
    }

    /// <summary>Waits until the resource is healthy, whatever it was before.</summary>
    public Task UntilHealthyAsync(string resource, CancellationToken cancel) =>
        UntilHealthyAsync(resource, HealthyDeadline, cancel);

    // By its own word first: what the host says of a resource that has just started is from before, its process too.
    private async Task UntilHealthyAsync(string resource, TimeSpan within, CancellationToken cancel)
    {
        var checks = app.Services.GetRequiredService<HealthCheckService>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(within);
        var began = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync($"{resource} is healthy", async () =>
            (await checks.CheckHealthAsync(check => check.Name == resource, limit.Token)).Status
                == HealthStatus.Healthy, within, cancel);
        await Eventually.HoldsAsync($"the host calls {resource} healthy", () => Task.FromResult(
            app.ResourceNotifications.TryGetCurrentState(resource, out var now)
                && now.Snapshot.HealthStatus == HealthStatus.Healthy
                && (Pid(resource) is not { } pid || Processes.Runs(pid))),
            within - Stopwatch.GetElapsedTime(began), cancel);
    }

    /// <summary>Waits until the resource does not run any more.</summary>
    public Task UntilStoppedAsync(string resource, CancellationToken cancel) => app.ResourceNotifications
        .WaitForResourceAsync(resource, KnownResourceStates.TerminalStates, cancel).WaitAsync(HealDeadline, cancel);

    public bool IsStopped(string resource) => app.ResourceNotifications.TryGetCurrentState(resource, out var now)
        && KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text);

    public Task StopAsync(string resource, CancellationToken cancel) =>
        DoneAsync(resource, KnownResourceCommands.StopCommand, cancel);

    public Task StartAsync(string resource, CancellationToken cancel) =>
        DoneAsync(resource, KnownResourceCommands.StartCommand, cancel);

    /// <summary>Gives a command that the dashboard offers for a resource, with its arguments.</summary>
    public Task<ExecuteCommandResult> CommandAsync(
        string resource, string command, CancellationToken cancel, params (string Name, string Value)[] arguments) =>
        app.ResourceCommands.ExecuteCommandAsync(resource, command, new InteractionInputCollection(
            [.. arguments.Select(one => new InteractionInput
            {
                Name = one.Name,
                InputType = InputType.Text,
                Value = one.Value,
            })]), cancel);

    /// <summary>What the dashboard shows in its list.</summary>
    public IReadOnlyList<string> Visible =>
        [.. app.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Where(resource => app.ResourceNotifications.TryGetCurrentState(resource.Name, out var now)
            && !now.Snapshot.IsHidden)
        .Select(resource => resource.Name)];

    /// <summary>Kills the process that the resource runs as, and does not wait for what comes then.</summary>
    /// <returns>The process that was killed.</returns>
    public int Kill(string resource)
    {
        var pid = Pid(resource) ?? throw new InvalidOperationException($"{resource} does not run.");
        ProcessFaults.Kill(Processes.ServerBelow(pid));
        return pid;
    }

    /// <summary>Lets the resource stand still, with all its children, or go on.</summary>
    public void Freeze(string resource, bool frozen)
    {
        var pid = Pid(resource) ?? throw new InvalidOperationException($"{resource} does not run.");
        foreach (var id in Processes.TreeOf(Processes.ServerBelow(pid)))
            ProcessFaults.Send(id, frozen ? Signal.Stop : Signal.Cont);
    }

    /// <summary>A service's database as its superuser sees it: no door, for checks alone.</summary>
    public NpgsqlDataSource Database(string service)
    {
        var address = Address("postgres", "tcp");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Database = service,
            SearchPath = service,
            Username = "postgres",
            Password = Secret("postgres/postgres"),
            Pooling = false,
        }.ConnectionString);
    }

    /// <summary>Waits until another process has taken the killed one's place and is healthy.</summary>
    /// <exception cref="TimeoutException">It is not within <see cref="HealDeadline"/>.</exception>
    public async Task UntilHealedAsync(string resource, int killed, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync($"{resource} runs again",
            () => Task.FromResult(Pid(resource) is { } now && now != killed), HealDeadline, cancel);
        await UntilHealthyAsync(resource, HealDeadline - Stopwatch.GetElapsedTime(began), cancel);
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

    /// <summary>A client that signs in as a system or person of the club, for instance <c>customs-de</c>.</summary>
    public ClubClient SignedInAs(string name) => SignedInAs(name, links?[ClubLinks.Door]);

    /// <summary>The same, by a link of its own to the gateway.</summary>
    public ClubClient SignedInAs(string name, FaultProxy? link) => new(
        link is null ? Address("gateway", "grpc") : new Uri($"http://127.0.0.1:{link.Port}"), TokensOf(name));

    /// <summary>An access token of a system or person.</summary>
    public async Task<string> TokenAsync(string name, CancellationToken cancel)
    {
        using var tokens = TokensOf(name);
        return await tokens.GetAsync(cancel);
    }

    private async Task DoneAsync(string resource, string command, CancellationToken cancel)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command, cancel);
        if (!result.Success)
            throw new InvalidOperationException($"{command} of {resource}: {result.Message}");
    }

    /// <summary>Where a system signs in, and as whom.</summary>
    public (Uri Endpoint, string ClientId, string Secret) SystemOf(string name)
    {
        var entry = IdentityOf(name);
        return (TokenEndpointOf(entry), $"{entry["clientId"]}", $"{entry["secret"]}");
    }

    internal TokenSource TokensOf(string name)
    {
        var entry = IdentityOf(name);
        if (entry["clientId"] is not null)
        {
            var (endpoint, clientId, secret) = SystemOf(name);
            return TokenSource.ForSystem(endpoint, clientId, secret);
        }

        return new TokenSource(TokenEndpointOf(entry), new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = CommandLineClient,
            ["username"] = name,
            ["password"] = $"{entry["password"]}",
            ["scope"] = "api://crmclub/access",
        });
    }

    private JsonNode IdentityOf(string name)
    {
        var identities = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "identities.json")))!;
        return identities["systems"]!.AsArray().Concat(identities["people"]!.AsArray())
            .Single(entry => $"{entry!["name"]}" == name)!;
    }

    private Uri TokenEndpointOf(JsonNode entry) =>
        new(Address("identity", "http"), $"{entry["tenantId"]}/oauth2/v2.0/token");

    /// <summary>The club's secret of that name, for instance <c>postgres/tariffs_app</c>.</summary>
    public string Secret(string name) => secrets[name];

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (links is not null) await links.DisposeAsync();
        Disk?.Dispose();
        KeepLogs();
        folder.Dispose();
    }

    // What failed once in many runs is not found without them.
    private void KeepLogs()
    {
        if (Environment.GetEnvironmentVariable("CRMCLUB_KEPT_LOGS") is not { Length: > 0 } kept)
            return;
        var mine = Directory.CreateDirectory(Path.Combine(kept, Path.GetFileName(Folder))).FullName;
        foreach (var log in Directory.EnumerateFiles(Path.Combine(Folder, "logs")))
            File.Copy(log, Path.Combine(mine, Path.GetFileName(log)));
    }
}
