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
/// Sends what each round of the sealer found as one message, in order; <c>published</c> rises after the broker's
/// confirm alone. A loop of its own: a frozen broker must not stop the tree.
/// </summary>
internal sealed class Publisher(
    JournalOwner owner, IBus bus, NpgsqlDataSource database, JournalReader reader, SealerLead lead,
    JournalMetrics metrics, ILogger<Publisher> log) : BackgroundService
{
    /// <summary>A send that was cut off may have arrived all the same: the same batch goes out again.</summary>
    private static readonly TimeSpan SendMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan HeadEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeadLives = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
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
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> PublishAllAsync(CancellationToken stop)
    {
        var any = false;
        while (lead.Held && await NextBatchAsync(stop) is { } batch)
        {
            await SendUntilConfirmedAsync(batch, stop);
            await RaiseAsync(batch.LastSeq, stop);
            any = true;
        }

        return any;
    }

    private async Task PublishHeadAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand("SELECT seq FROM published");
        var newest = (long)(await command.ExecuteScalarAsync(stop))!;
        var head = new Batch { Epoch = await reader.EpochAsync(stop), FirstSeq = newest + 1, LastSeq = newest };
        await SendAsync(head, HeadLives, stop);
    }

    private async Task<Batch?> NextBatchAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "SELECT p.seq, (SELECT min(h.size) FROM tree_head h WHERE h.size > p.seq) FROM published p");
        long first, last;
        await using (var row = await command.ExecuteReaderAsync(stop))
        {
            await row.ReadAsync(stop);
            if (row.IsDBNull(1))
            {
                return null;
            }

            (first, last) = (row.GetInt64(0) + 1, row.GetInt64(1));
        }

        var entries = await reader.PageAsync(first, last, stop);
        if (entries.Count != last - first + 1)
        {
            metrics.Alarm("missing");
            throw new InvalidDataException($"{entries.Count} entries are there of those from {first} to {last}.");
        }

        return new Batch
        {
            Epoch = await reader.EpochAsync(stop), FirstSeq = first, LastSeq = last, Entries = { entries },
        };
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
        limit.CancelAfter(SendMax);
        var exchange = await bus.GetSendEndpoint(JournalBus.Exchange(owner.Service));
        await exchange.Send(
            new SealedBatch(batch.ToByteArray()),
            context => (context.MessageId, context.TimeToLive) = (MessageId(batch), lives),
            limit.Token);
    }

    private async Task RaiseAsync(long seq, CancellationToken stop)
    {
        await using var command = database.CreateCommand("UPDATE published SET seq = $1 WHERE seq < $1");
        command.Parameters.AddWithValue(seq);
        await command.ExecuteNonQueryAsync(stop);
    }

    // The same batch has the same id, whoever sends it and how often.
    private static Guid MessageId(Batch batch) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{batch.Epoch} {batch.FirstSeq} {batch.LastSeq}")).AsSpan(0, 16));
}
