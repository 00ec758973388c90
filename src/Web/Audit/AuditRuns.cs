using System.Collections.Concurrent;
using CrmClub.Contracts.Journal.V1;
using CrmClub.ServiceDefaults;
using Grpc.Core;

namespace CrmClub.Web.Audit;

/// <summary>A verification of a service's records, under way or ended.</summary>
/// <param name="By">Object id of who asked for it.</param>
/// <param name="BegunAt">By the club's clock.</param>
internal sealed record AuditRun(string By, DateTimeOffset BegunAt)
{
    /// <summary>Entries that have been recomputed so far.</summary>
    public long EntriesChecked { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was found; null while it runs, and where it broke off.</summary>
    public VerifyAuditResult? Result { get; init; }

    public bool Holds => Result is { Faults.Count: 0 };
}

/// <summary>
/// Runs verifications longer than a page may take, and keeps the newest of each service in this process: what was
/// found then is no record, and is found again by whoever asks.
/// </summary>
internal sealed partial class AuditRuns(
    IServiceProvider services, ClubTime time, IHostApplicationLifetime life, ILogger<AuditRuns> log)
{
    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, AuditRun> _runs = new();

    /// <summary>The newest, null where nobody has asked yet.</summary>
    public AuditRun? Find(string service) => _runs.GetValueOrDefault(service);

    /// <summary>Begins one; where one runs already, that is what is seen.</summary>
    public void Start(string service, string? token, string person)
    {
        var begun = new AuditRun(person, time.UtcNow);
        var kept = _runs.AddOrUpdate(service, begun, (_, run) => run.EndedAt is null ? run : begun);
        if (ReferenceEquals(kept, begun))
            _ = RunAsync(service, begun, token);
    }

    private async Task RunAsync(string service, AuditRun run, string? token)
    {
        try
        {
            var client = services.GetRequiredKeyedService<AuditService.AuditServiceClient>(service);
            using var call = client.VerifyAudit(
                new VerifyAuditRequest(), new Metadata { { "authorization", $"Bearer {token}" } },
                DateTime.UtcNow + RunMax, life.ApplicationStopping);
            await foreach (var message in call.ResponseStream.ReadAllAsync())
                _runs[service] = run = message.Result is { } result
                    ? run with { Result = result, EntriesChecked = result.EntriesChecked }
                    : run with { EntriesChecked = message.Progress.EntriesChecked };
        }
        catch (Exception failure) when (failure is RpcException or HttpRequestException or OperationCanceledException)
        {
            LogBroken(service, failure.Message);
        }
        finally
        {
            _runs[service] = run with { EndedAt = time.UtcNow };
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The verification of {Service} broke off: {Failure}")]
    private partial void LogBroken(string service, string failure);
}
