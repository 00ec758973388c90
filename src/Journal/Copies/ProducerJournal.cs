using System.Runtime.CompilerServices;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Journal;

/// <summary>What a copy asks of its producer by gRPC.</summary>
internal sealed class ProducerJournal(JournalService.JournalServiceClient client)
{
    /// <summary>A producer that is frozen must not hold its readers.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    /// <summary>Sealed entries from <paramref name="first"/> to <paramref name="last"/>, as far as they go.</summary>
    public async IAsyncEnumerable<Batch> ReadAsync(
        long first, long last, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = client.ReadJournal(
            new ReadJournalRequest { FromSeq = first, ToSeq = last }, cancellationToken: limit.Token);
        while (await NextAsync(call.ResponseStream, limit))
        {
            if (call.ResponseStream.Current.Batch is { } batch)
            {
                yield return batch;
            }
        }
    }

    /// <summary>Whether the producer can be read at all.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            // Behind its end there is nothing, so that it answers with a head alone.
            await using var answers = ReadAsync(long.MaxValue, 0, cancel).GetAsyncEnumerator(cancel);
            return await answers.MoveNextAsync();
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The producer's present state.</summary>
    public async Task<(SnapshotHead Head, List<Any> Records)> SnapshotAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = client.Snapshot(new SnapshotRequest(), cancellationToken: limit.Token);
        SnapshotHead? head = null;
        var records = new List<Any>();
        while (await NextAsync(call.ResponseStream, limit))
        {
            head ??= call.ResponseStream.Current.Head;
            records.AddRange(call.ResponseStream.Current.Chunk?.Records ?? []);
        }

        return (head ?? throw new InvalidDataException("A snapshot without its head."), records);
    }

    private static async Task<bool> NextAsync<T>(IAsyncStreamReader<T> answers, CancellationTokenSource limit)
    {
        limit.CancelAfter(AnswerMax);
        var any = await answers.MoveNext(limit.Token);

        // What the reader does with the answer takes the time that it takes.
        limit.CancelAfter(Timeout.InfiniteTimeSpan);
        return any;
    }
}
