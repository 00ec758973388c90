using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>Counts what lies behind, in each replica, so that the others see a sealer that stands still.</summary>
internal sealed class JournalLagMeter(NpgsqlDataSource database, JournalMetrics metrics, ILogger<JournalLagMeter> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                metrics.Measured(await CountAsync(stop));
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.NotMeasured(log, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<JournalLag> CountAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT (SELECT count(*) FROM unsealed),
                   (SELECT coalesce(max(s.seq), 0) FROM sealed s) - (SELECT p.seq FROM published p),
                   (SELECT greatest(coalesce(clock_timestamp() - min(j.at), '0'), '0') FROM journal j WHERE j.id IN (
                      (SELECT min(entry_id) FROM unsealed),
                      (SELECT s.entry_id FROM sealed s JOIN published p ON s.seq = p.seq + 1)));
            SELECT producer, count(*) FROM parked GROUP BY producer;
            """);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        await rows.ReadAsync(cancel);
        var (unsealed, unpublished, oldest) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetTimeSpan(2));
        var parked = new Dictionary<string, long>();
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            parked[rows.GetString(0)] = rows.GetInt64(1);
        }

        return new JournalLag(unsealed, unpublished, oldest, parked);
    }
}
