using System.Runtime.CompilerServices;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Journal;

/// <summary>What a copy asks of its producer by gRPC.</summary>
internal sealed class ProducerJournal(JournalService.JournalServiceClient client)
{
    private static readonly TimeSpan SnapshotMax = TimeSpan.FromMinutes(2);

    /// <summary>Sealed entries from <paramref name="first"/> to <paramref name="last"/>, as far as there are any.</summary>
    public async IAsyncEnumerable<Batch> ReadAsync(
        long first, long last, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var call = client.ReadJournal(
            new ReadJournalRequest { FromSeq = first, ToSeq = last }, cancellationToken: cancel);
        await foreach (var answer in call.ResponseStream.ReadAllAsync(cancel))
        {
            if (answer.Batch is { } batch)
            {
                yield return batch;
            }
        }
    }

    /// <summary>The producer's present state.</summary>
    public async Task<(SnapshotHead Head, List<Any> Records)> SnapshotAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(SnapshotMax);
        using var call = client.Snapshot(new SnapshotRequest(), cancellationToken: limit.Token);
        SnapshotHead? head = null;
        var records = new List<Any>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(limit.Token))
        {
            head ??= answer.Head;
            records.AddRange(answer.Chunk?.Records ?? []);
        }

        return (head ?? throw new InvalidDataException("A snapshot without its head."), records);
    }
}
