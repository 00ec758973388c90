using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.ServiceDefaults;

/// <summary>
/// Keeps what a service holds in memory like its tables, whichever replica changed them: who changes them notifies a
/// channel in the same transaction, and everybody reads again.
/// </summary>
/// <param name="database">The service's own.</param>
/// <param name="log">Told while the database does not answer.</param>
public abstract partial class TableRefresh(NpgsqlDataSource database, ILogger log) : BackgroundService
{
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(1);

    // An older reading must not replace a newer one.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Reads at once; after it, memory is at least as new as the tables were at the call.</summary>
    /// <exception cref="NpgsqlException">The database does not answer; memory stays as it was.</exception>
    public async Task NowAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            await ReadAsync(connection, cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Reads the tables and replaces what is in memory; never twice at once.</summary>
    protected abstract Task ReadAsync(NpgsqlConnection connection, CancellationToken cancel);

    /// <summary>The <c>LISTEN</c> of the channel on which replicas tell each other of changes.</summary>
    protected abstract NpgsqlCommand Listen(NpgsqlConnection connection);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                DatabaseAway(fault.Message);
                await Task.Delay(DelayAfterFailure, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var listen = Listen(connection);
        await listen.ExecuteNonQueryAsync(stop);
        while (true)
        {
            await NowAsync(stop);
            await connection.WaitAsync(stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "No news of changes: the database does not answer. {Fault}")]
    private partial void DatabaseAway(string fault);
}
