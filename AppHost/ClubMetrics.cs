using System.Text.Json;

namespace CrmClub.AppHost;

/// <summary>Where Prometheus finds the club's programs: <c>metrics.json</c>, as it reads targets from files.</summary>
public sealed class ClubMetrics(Club club)
{
    private readonly List<Target> targets = [];

    /// <summary>A port for a program, written down under the name of its service.</summary>
    public string PortOf(string service)
    {
        var port = club.Ports.Next();
        targets.Add(new Target([$"127.0.0.1:{port}"], new() { ["job"] = service }));
        PrivateFile.Write(
            club.Folder.File("metrics.json"), JsonSerializer.Serialize(targets, JsonSerializerOptions.Web));
        return $"{port}";
    }

    private sealed record Target(string[] Targets, Dictionary<string, string> Labels);
}
