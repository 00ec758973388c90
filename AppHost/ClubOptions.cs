using Microsoft.Extensions.Configuration;

namespace CrmClub.AppHost;

/// <summary>What may be chosen when a club is started, by argument (<c>--CLUB_DIR=…</c>) or environment.</summary>
/// <param name="Directory">CLUB_DIR: what the club keeps; <c>.club</c> in the checkout if not given.</param>
/// <param name="FirstPort">
/// CRMCLUB_PORT: web and JSON, then gRPC, DevIdentity and dashboard on the three ports after it; else free ones.
/// </param>
/// <param name="Fsync">
/// CLUB_FSYNC: <c>off</c> bears a process that dies, not a machine that does; faster, for tests.
/// </param>
/// <param name="FoundingDay">CLUB_FOUNDING_DAY: legal day on which a developer's club is founded.</param>
/// <param name="Dashboard">
/// CLUB_DASHBOARD: <c>off</c> where there is nobody to look; telemetry then has nowhere to go.
/// </param>
/// <param name="Collector">
/// CLUB_OTLP: an OpenTelemetry collector of one's own, for instance <c>http://host:4317</c>, instead of the dashboard.
/// </param>
/// <param name="Metrics">
/// CLUB_METRICS: <c>on</c> gives each program a port that Prometheus scrapes, and writes them to <c>metrics.json</c>.
/// </param>
/// <param name="FailPoints">CLUB_FAILPOINTS: folder of points at which services let themselves die, for tests.</param>
/// <param name="Containers">
/// CLUB_CONTAINERS: <c>on</c> or <c>off</c>; else servers run in containers where a container runtime answers.
/// </param>
/// <param name="Seconds">
/// CLUB_SECOND: services that run twice, for instance <c>tariffs,declarations</c>, the second time of another build
/// where the folder of its checkout is given: <c>declarations=FOLDER</c>.
/// </param>
/// <param name="Restore">CLUB_RESTORE: folder of a backup that an empty club begins with.</param>
/// <param name="RestoreUntil">
/// CLUB_RESTORE_UNTIL: moment up to which changes are restored, as PostgreSQL reads it; all there are if not given.
/// </param>
public sealed record ClubOptions(
    string Directory, int? FirstPort, bool Fsync, DateOnly FoundingDay, bool Dashboard, string? Collector,
    bool Metrics, string? FailPoints, bool Containers, IReadOnlyDictionary<string, string?> Seconds, string? Restore,
    string? RestoreUntil)
{
    public static ClubOptions Read(IDistributedApplicationBuilder builder)
    {
        var given = builder.Configuration;
        return new ClubOptions(
            Path.GetFullPath(given["CLUB_DIR"] ?? Path.Combine(builder.AppHostDirectory, "..", ".club")),
            given.GetValue<int?>("CRMCLUB_PORT"),
            given["CLUB_FSYNC"] != "off",
            DateOnly.ParseExact(given["CLUB_FOUNDING_DAY"] ?? "2026-01-05", "yyyy-MM-dd"),
            given["CLUB_DASHBOARD"] != "off",
            given["CLUB_OTLP"],
            given["CLUB_METRICS"] == "on",
            given["CLUB_FAILPOINTS"],
            given["CLUB_CONTAINERS"] switch { "on" => true, "off" => false, _ => ContainerRuntime.Answers },
            (given["CLUB_SECOND"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(second => second.Split('=', 2)).ToDictionary(one => one[0], one => one.ElementAtOrDefault(1)),
            given["CLUB_RESTORE"] is { Length: > 0 } backup ? Path.GetFullPath(backup) : null,
            given["CLUB_RESTORE_UNTIL"]);
    }
}
