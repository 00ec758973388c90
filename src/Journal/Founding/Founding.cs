using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// The founding of a service: its journal's first entries, written once whichever replica comes first. The service is
/// not ready before; a document that breaks its rules ends the process.
/// </summary>
public abstract partial class Founding(
    NpgsqlDataSource database, JournalSignal signal, IHostApplicationLifetime lifetime, ILogger logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private volatile bool _done;

    /// <summary>Writes rows and entries. Called under a lock while the journal has no entry.</summary>
    protected abstract Task WriteAsync(NpgsqlTransaction transaction, CancellationToken cancel);

    /// <summary>Called once the service is founded, by this replica or another: read what is kept in memory.</summary>
    protected abstract Task LoadAsync(NpgsqlConnection connection, CancellationToken cancel);

    /// <summary>Founds the service if nobody has, and loads it.</summary>
    public async Task FoundAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            if (await IsFirstAsync(transaction, cancel))
            {
                await WriteAsync(transaction, cancel);
                await transaction.CommitAsync(cancel);
                signal.Raise();
            }
        }

        await LoadAsync(connection, cancel);
        _done = true;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(_done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Not founded yet."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_done)
        {
            try
            {
                await FoundAsync(stoppingToken);
            }
            catch (NpgsqlException fault)
            {
                DatabaseAway(fault.Message);
                await Task.Delay(RetryDelay, stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Refused(fault.Message);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
        }
    }

    private static async Task<bool> IsFirstAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        // Any writer of a first entry stands behind this lock, so an empty journal stays empty until the commit.
        await using var command = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('founding'))", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(cancel);
        command.CommandText = "SELECT NOT EXISTS (SELECT FROM journal)";
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    [LoggerMessage(LogLevel.Warning, "The database does not answer, the founding waits: {Fault}")]
    private partial void DatabaseAway(string fault);

    [LoggerMessage(LogLevel.Critical, "The service can't be founded. {Fault}")]
    private partial void Refused(string fault);
}
