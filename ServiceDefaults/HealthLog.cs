using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// One line whenever a check's answer changes. The framework's own log has a line, often with a stack, for each time
/// that a check is asked: many a second while something is down.
/// </summary>
internal sealed partial class HealthLog(ILogger<HealthLog> log) : IHealthCheckPublisher
{
    /// <summary>How often the checks are asked for the log and for those who watch gRPC health.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, HealthStatus> _last = new();

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (check, entry) in report.Entries)
        {
            var before = _last.GetValueOrDefault(check, HealthStatus.Healthy);
            _last[check] = entry.Status;
            if (entry.Status == before) continue;
            if (entry.Status == HealthStatus.Healthy) LogWell(check);
            else LogIll(check, entry.Status, entry.Description ?? entry.Exception?.Message);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "{Check} is healthy again.")]
    private partial void LogWell(string check);

    [LoggerMessage(2, LogLevel.Warning, "{Check} is {Status}: {Reason}")]
    private partial void LogIll(string check, HealthStatus status, string? reason);
}
