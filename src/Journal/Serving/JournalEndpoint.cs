using System.Data;
using CrmClub.Contracts.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>What other services of the club read here.</summary>
internal sealed class JournalEndpoint(
    NpgsqlDataSource database, JournalReader reader, IEnumerable<ISnapshotSource> snapshots)
    : JournalService.JournalServiceBase
{
    private const int ChunkRecordsMax = 500;
    private const int ChunkBytesMax = 512 * 1024;

    public override async Task ReadJournal(
        ReadJournalRequest request, IServerStreamWriter<ReadJournalResponse> answers, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        if (request.FromSeq < 1 || request.ToSeq < 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "from_seq is from 1 on, to_seq from 0 on."));
        }

        var histories = await reader.HistoriesAsync(cancel);
        var newest = await reader.NewestSeqAsync(cancel);
        var last = request.ToSeq == 0 ? newest : Math.Min(request.ToSeq, newest);
        await foreach (var page in reader.ReadAsync(request.FromSeq, last, cancel))
        {
            await answers.WriteAsync(Answer(histories, page[0].Seq, page[^1].Seq, page), cancel);
        }

        // With nothing to give, its reader learns at least where this journal stands.
        if (request.FromSeq > last)
        {
            await answers.WriteAsync(Answer(histories, newest + 1, newest, []), cancel);
        }
    }

    private static FormerHistory Former(JournalHistory one) => new() { Epoch = one.Epoch, Size = one.Stands };

    private static ReadJournalResponse Answer(
        IReadOnlyList<JournalHistory> histories, long first, long last, IEnumerable<Entry> entries) => new()
        {
            Batch = new Batch
            {
                Epoch = histories[0].Epoch,
                FirstSeq = first,
                LastSeq = last,
                Entries = { entries },
                Former = { histories.Skip(1).Select(Former) },
            },
        };

    public override async Task Snapshot(
        SnapshotRequest request, IServerStreamWriter<SnapshotResponse> answers, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var source = snapshots.LastOrDefault()
            ?? throw new RpcException(new Status(StatusCode.Unimplemented, "This service's state is not copied."));
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var head = await HeadAsync(transaction, cancel);
        await answers.WriteAsync(new SnapshotResponse { Head = head }, cancel);
        var chunk = new SnapshotChunk();
        var bytes = 0;
        await foreach (var record in source.ReadAsync(transaction, cancel))
        {
            chunk.Records.Add(Any.Pack(record));
            bytes += record.CalculateSize();
            if (chunk.Records.Count == ChunkRecordsMax || bytes >= ChunkBytesMax)
            {
                await answers.WriteAsync(new SnapshotResponse { Chunk = chunk }, cancel);
                (chunk, bytes) = (new SnapshotChunk(), 0);
            }
        }

        await answers.WriteAsync(new SnapshotResponse { Chunk = chunk }, cancel);
    }

    private static async Task<SnapshotHead> HeadAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SET LOCAL idle_in_transaction_session_timeout = '60s';
            SELECT (SELECT id::text FROM epoch ORDER BY since DESC LIMIT 1), coalesce(max(seq), 0) FROM sealed
            """,
            transaction.Connection,
            transaction);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new SnapshotHead { Epoch = row.GetString(0), Seq = row.GetInt64(1) };
    }
}
