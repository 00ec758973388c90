using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>
/// Sends what the sealer found, in order, one message at a time; <c>published</c> rises after the broker's
/// confirm alone. A loop of its own: a frozen broker must not stop the tree.
/// </summary>
internal sealed class Publisher(
    JournalOwner owner, IBus bus, BusStart broker, NpgsqlDataSource database, JournalReader reader, SealerLead lead,
    SignedHeads heads, JournalMetrics metrics, ILogger<Publisher> log) : BackgroundService
{
    /// <summary>A send that was cut off may have arrived all the same: the same batch goes out again.</summary>
    private static readonly TimeSpan SendMax = TimeSpan.FromSeconds(5);

    /// <summary>Without a connection the bus would pause for 4 s and longer between its own attempts.</summary>
    private static readonly TimeSpan ReconnectMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LastRoundMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HeadEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeadLives = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(1);

    private TimeSpan _sendMax = SendMax;

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await broker.Started.WaitAsync(stop);
                var woken = await lead.Sealed.WaitAsync(HeadEvery, stop);
                if (lead.Held && !await PublishAllAsync(stop) && !woken)
                {
                    await PublishHeadAsync(stop);
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.PublisherFailed(log, e, DelayMin);
                await Task.Delay(DelayMin, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        await PublishLastAsync();
    }

    // Its sealer has stopped by now. A broker that does not take it at once leaves it to the next start.
    private async Task PublishLastAsync()
    {
        using var limit = new CancellationTokenSource(LastRoundMax);
        try
        {
            await PublishAllAsync(limit.Token);
        }
        catch (Exception e)
        {
            JournalLog.LeftUnpublished(log, e);
        }
    }

    private async Task<bool> PublishAllAsync(CancellationToken stop)
    {
        var any = false;
        while (lead.Held && await NextBatchAsync(stop) is { } batch)
        {
            using var span = BatchTrace.Start("publish batch", await WritersAsync(batch, stop));
            FailPoint.Reach("journal.before-publish");
            await SendUntilConfirmedAsync(batch, stop);
            FailPoint.Reach("journal.after-confirm");
            await RaiseAsync(batch.LastSeq, stop);
            any = true;
        }

        return any;
    }

    private async Task PublishHeadAsync(CancellationToken stop)
    {
        var (epoch, confirmed, _) = await StandingAsync(stop);
        var head = new Batch
        {
            Epoch = epoch,
            FirstSeq = confirmed + 1,
            LastSeq = confirmed,
            TreeHead = await TreeHeadAsync(stop),
        };
        await SendAsync(head, HeadLives, stop);
    }

    // Rounds of the sealer that were sealed while the broker was busy go out together.
    private async Task<Batch?> NextBatchAsync(CancellationToken stop)
    {
        var (epoch, confirmed, newest) = await StandingAsync(stop);
        if (newest <= confirmed)
        {
            return null;
        }

        var entries = await reader.PageAsync(confirmed + 1, newest, stop);
        if (entries.Count == 0 || entries[0].Seq != confirmed + 1 || entries[^1].Seq != confirmed + entries.Count)
        {
            metrics.Alarm("missing");
            throw new InvalidDataException($"Sealed entries after {confirmed} are gone.");
        }

        return new Batch
        {
            Epoch = epoch,
            FirstSeq = confirmed + 1,
            LastSeq = entries[^1].Seq,
            Entries = { entries },
            TreeHead = await TreeHeadAsync(stop),
        };
    }

    private async Task<string> TreeHeadAsync(CancellationToken stop) => (await heads.NewestAsync(stop))?.Jws ?? "";

    private async Task<List<string>> WritersAsync(Batch batch, CancellationToken stop)
    {
        var writers = new List<string>();
        if (!BatchTrace.IsOn)
        {
            return writers;
        }

        await using var command = database.CreateCommand(
            "SELECT traceparent FROM journal WHERE id = ANY($1) AND traceparent IS NOT NULL");
        command.Parameters.AddWithValue(batch.Entries.Select(entry => entry.Id).ToArray());
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            writers.Add(rows.GetString(0));
        }

        return writers;
    }

    private async Task<(string Epoch, long Confirmed, long Newest)> StandingAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            """
            SELECT (SELECT id::text FROM epoch ORDER BY since DESC LIMIT 1), p.seq,
                   (SELECT coalesce(max(s.seq), 0) FROM sealed s)
            FROM published p
            """);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return (row.GetString(0), row.GetInt64(1), row.GetInt64(2));
    }

    private async Task SendUntilConfirmedAsync(Batch batch, CancellationToken stop)
    {
        for (var delay = DelayMin; ; delay = delay * 2 < DelayMax ? delay * 2 : DelayMax)
        {
            try
            {
                await SendAsync(batch, null, stop);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                JournalLog.NotConfirmed(log, e, batch.FirstSeq, batch.LastSeq, delay);
                metrics.Alarm("publish");
                await Task.Delay(delay, stop);
            }
        }
    }

    private async Task SendAsync(Batch batch, TimeSpan? lives, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_sendMax);
        try
        {
            var exchange = await bus.GetSendEndpoint(JournalBus.Exchange(owner.Service));
            await exchange.Send(
                new SealedBatch(batch.ToByteArray()),
                context => (context.MessageId, context.TimeToLive) = (MessageId(batch), lives),
                limit.Token);
            _sendMax = SendMax;
        }
        catch (Exception e)
        {
            _sendMax = e is OperationCanceledException ? SendMax : ReconnectMax;
            throw;
        }
    }

    private async Task RaiseAsync(long seq, CancellationToken stop)
    {
        // Not waited for on disk: where a crash takes it back, readers drop what comes again.
        await using var command = database.CreateCommand(
            """
            UPDATE published SET seq = $1
            FROM (SELECT set_config('synchronous_commit', 'off', true)) AS lazily WHERE seq < $1
            """);
        command.Parameters.AddWithValue(seq);
        await command.ExecuteNonQueryAsync(stop);
    }

    // The same batch has the same id, whoever sends it and how often.
    private static Guid MessageId(Batch batch) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{batch.Epoch} {batch.FirstSeq} {batch.LastSeq}")).AsSpan(0, 16));
}
