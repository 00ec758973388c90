using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.AppHost;

/// <summary>Marks what is shown as running in <c>club.json</c>.</summary>
public sealed record PartOfClub : IResourceAnnotation;

/// <summary>Where a resource says whether it is well: an address to GET.</summary>
public sealed record HealthAddress(string Url) : IResourceAnnotation;

/// <summary>
/// Keeps <c>club.json</c>: what runs, and where. It stays behind when the host is killed, so a reader checks
/// <c>pid</c> and <c>startedAt</c>; and its states are the orchestrator's, so a reader asks <c>health</c> itself.
/// </summary>
public sealed class ClubFile(
    Club club,
    IConfiguration configuration,
    ResourceNotificationService states,
    IHostApplicationLifetime life,
    ILogger<ClubFile> log) : StateWatcher(states, life, log)
{
    private static readonly JsonSerializerOptions Indented =
        new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string path = club.Folder.File("club.json");
    private readonly SortedDictionary<string, Row> rows = [];
    private string? dashboard;

    protected override void Begin(DistributedApplicationModel model)
    {
        foreach (var resource in model.Resources.Where(resource => resource.HasAnnotationOfType<PartOfClub>()))
            rows[resource.Name] = new Row(resource);
    }

    protected override void See(ResourceEvent change, CancellationToken stop)
    {
        if (change.Resource.Name == "aspire-dashboard")
            dashboard = change.Snapshot.Urls.FirstOrDefault(IsForPeople)?.Url ?? dashboard;
        if (!rows.TryGetValue(change.Resource.Name, out var known)) return;
        var row = new Row(change);
        if (row == known) return;
        rows[row.Name] = row;
        PrivateFile.Write(path, Text());
    }

    protected override void End() => File.Delete(path);

    // The dashboard's other addresses take telemetry.
    private static bool IsForPeople(UrlSnapshot url) => url is { IsInternal: false, Name: "http" or "https" };

    private string Text() => JsonSerializer.Serialize(new
    {
        pid = Environment.ProcessId,
        startedAt = Process.GetCurrentProcess().StartTime.ToUniversalTime(),
        identitiesFile = club.Folder.File("identities.json"),
        clockFile = club.Folder.File("clock.json"),
        addresses = Addresses(),
        resources = rows.Values,
    }, Indented);

    private Dictionary<string, string> Addresses()
    {
        var addresses = new Dictionary<string, string>
        {
            ["web"] = $"http://localhost:{club.WebPort}/",
            ["api"] = $"http://localhost:{club.WebPort}/api/v1/",
            ["grpc"] = $"http://localhost:{club.GrpcPort}",
            ["identity"] = $"http://localhost:{club.IdentityPort}/",
        };
        // Its address comes with the token or without it.
        var login = $"/login?t={configuration["AppHost:BrowserToken"]}";
        if (dashboard is not null) addresses["dashboard"] = $"{new Uri(new Uri(dashboard), login)}";
        return addresses;
    }

    // Health: an address to GET, or the host's own word for a server; none for what ends by itself.
    private sealed record Row(string Name, int? Pid, string State, string? Health)
    {
        public Row(IResource resource)
            : this(resource.Name, null, "", HealthOf(resource, HealthStatus.Unhealthy))
        {
        }

        public Row(ResourceEvent change)
            : this(
                change.Resource.Name,
                change.Snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value as int?,
                change.Snapshot.State?.Text ?? "",
                HealthOf(change.Resource, change.Snapshot.HealthStatus ?? HealthStatus.Unhealthy))
        {
        }

        private static string? HealthOf(IResource resource, HealthStatus seen) =>
            resource.TryGetLastAnnotation<HealthAddress>(out var health) ? health.Url
            : resource.HasAnnotationOfType<HealthCheckAnnotation>() ? $"{seen}"
            : null;
    }
}
