using CrmClub.Tariffs.Versions;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>Keeps the book in memory like the tables, whichever replica added to them.</summary>
internal sealed partial class TariffsRefresh(
    NpgsqlDataSource database, TariffState state, TariffBytes bytes, ILogger<TariffsRefresh> log)
    : BackgroundService
{
    /// <summary>On which the replicas tell each other that there is something new.</summary>
    public const string Channel = "tariffs_changed";

    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(1);

    // An older reading must not replace a newer one.
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task NowAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            var book = await TariffsReader.BookAsync(connection, state.Book, cancel);
            if (book == state.Book)
                return;
            state.Replace(book);
            bytes.Offer();
        }
        finally
        {
            _one.Release();
        }
    }

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
        await using var listen = new NpgsqlCommand($"LISTEN {Channel}", connection);
        await listen.ExecuteNonQueryAsync(stop);
        while (true)
        {
            await NowAsync(stop);
            await connection.WaitAsync(stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "No news of tariffs: the database does not answer. {Fault}")]
    private partial void DatabaseAway(string fault);
}
