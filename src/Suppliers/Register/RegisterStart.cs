using Npgsql;

namespace CrmClub.Suppliers.Register;

/// <summary>
/// Reads the index when the service starts: of many facilities that takes seconds, longer than a caller may wait.
/// </summary>
internal sealed class RegisterStart(NpgsqlDataSource database, RegisterNews news) : BackgroundService
{
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await news.CatchUpAsync(connection, stoppingToken);
                return;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or OperationCanceledException)
            {
                await Task.Delay(DelayAfterFailure, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
