using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// What the replicas of a service tell each other through their database, so that none has to look there often. News
/// may be lost: whoever waits for it also looks by itself, slowly. Writers of entries tell nothing in their
/// transactions, since a commit that notifies excludes all others of its kind.
/// </summary>
internal sealed class ReplicaNews(
    JournalDatabase database, JournalSignal written, SealerLead lead, CopyStates copies, ILogger<ReplicaNews> log)
    : BackgroundService
{
    /// <summary>In a statement: a copy has changed, once this transaction commits.</summary>
    public const string CopyChangedSql = $"pg_notify('{CopyChanged}', '')";

    private const string Written = "journal_written";
    private const string CopyChanged = "copy_changed";

    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Tells the replica that seals that there are entries.</summary>
    public static async Task TellWrittenAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"NOTIFY {Written}", connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.NoNews(log, e);
                await Task.Delay(DelayAfterFailure, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        connection.Notification += (_, news) => Hear(news.Channel);
        await using var listen = new NpgsqlCommand($"LISTEN {Written}; LISTEN {CopyChanged}", connection);
        await listen.ExecuteNonQueryAsync(stop);
        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    private void Hear(string channel)
    {
        if (channel == CopyChanged)
        {
            copies.Changed.Raise();
        }
        else if (lead.Held)
        {
            // Elsewhere it would come back as the replica's own news, and be told again.
            written.Raise();
        }
    }
}
