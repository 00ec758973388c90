using CrmClub.Contracts.Journal.V1;
using CrmClub.Testing;
using Dapper;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CrmClub.Journal.Tests;

public sealed class WritingTests(Servers servers)
{
    private static readonly string[] Rewritings =
    [
        "UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal", "UPDATE sealed SET seq = 2",
        "DELETE FROM sealed", "UPDATE tree_head SET size = 2", "DELETE FROM tree_node",
        "INSERT INTO epoch DEFAULT VALUES",
    ];

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Append_RolledBack_LeavesNothing()
    {
        await using var club = await TestClub.CreateAsync(servers);
        await using var connection = await club.AsProducer.OpenConnectionAsync(Cancel);
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await transaction.AppendAsync(Entry(new Int64Value { Value = 1 }), Cancel);
        }

        Assert.Equal(0, await connection.QuerySingleAsync<long>(
            "SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM unsealed)"));
    }

    [Fact]
    public async Task AppendCommand_InABatch_GivesItsIdToTheRowsAfterIt()
    {
        await using var club = await TestClub.CreateAsync(servers);
        await using var connection = await club.AsProducer.OpenConnectionAsync(Cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(JournalWriter.AppendCommand(Entry(new Int64Value { Value = 1 })));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"INSERT INTO counted VALUES ('a', 1, {JournalWriter.LastEntryIdSql})"));
        await batch.ExecuteNonQueryAsync(Cancel);
        Assert.Equal(
            await connection.QuerySingleAsync<long>("SELECT entry_id FROM unsealed"),
            await connection.QuerySingleAsync<long>("SELECT entry_id FROM counted"));
    }

    [Fact]
    public async Task Append_OfMoreThanItsBound_IsRefusedBeforeItIsWritten()
    {
        await using var club = await TestClub.CreateAsync(servers);
        await using var connection = await club.AsProducer.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        var tooLarge = new BytesValue { Value = ByteString.CopyFrom(new byte[JournalWriter.EventBytesMax]) };
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => transaction.AppendAsync(Entry(tooLarge), Cancel));
        Assert.Contains($"{JournalWriter.EventBytesMax}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_OfTheLargestEvents_PassesTheBroker()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        // 0xFB and 0xFF are '+' and '/' in base64, which a careless envelope would write as six characters each.
        var body = new byte[JournalWriter.EventBytesMax - 8];
        Array.Fill(body, (byte)0xFB);
        await using var connection = await club.AsProducer.OpenConnectionAsync(Cancel);
        for (var i = 0; i < 4; i++)
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            var large = new BytesValue { Value = ByteString.CopyFrom(body) };
            await transaction.AppendAsync(Entry(large), Cancel);
            await transaction.CommitAsync(Cancel);
        }

        producer.Services.GetRequiredService<JournalSignal>().Raise();
        await Eventually.HoldsAsync(
            "all are published",
            async () => await connection.QuerySingleAsync<long>("SELECT seq FROM published") == 4,
            Within, Cancel);
    }

    [Fact]
    public async Task Service_ThatRewritesHistory_IsRefusedByTheDatabase()
    {
        await using var club = await TestClub.CreateAsync(servers);
        await using var connection = await club.AsProducer.OpenConnectionAsync(Cancel);
        foreach (var sql in Rewritings)
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task ReadJournal_OfARange_GivesItsEntriesAsWrittenAndEnds()
    {
        await using var club = await TestClub.CreateAsync(servers);
        var producer = await club.StartProducerAsync();
        await TestClub.CountAsync(producer, "a", "b", "a", "c");
        var reader = producer.Services.GetRequiredService<JournalReader>();
        await Eventually.HoldsAsync(
            "all are sealed", async () => await reader.NewestSeqAsync(Cancel) == 4, Within, Cancel);

        Assert.Equal(["b", "a"], (await ReadAsync(club, 2, 3)).Select(e => e.Subject));
        Assert.Equal([1L, 2, 3, 4], (await ReadAsync(club, 1, 0)).Select(e => e.Seq));
        Assert.Empty(await ReadAsync(club, 5, 0));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(club, 0, 0));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static NewEntry Entry(IMessage message) => new("club", "a", new DateOnly(2026, 1, 5), message);

    private static async Task<List<Entry>> ReadAsync(TestClub club, long from, long to)
    {
        using var call = club.Journal().ReadJournal(
            new ReadJournalRequest { FromSeq = from, ToSeq = to }, cancellationToken: Cancel);
        var entries = new List<Entry>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel))
        {
            entries.AddRange(answer.Batch?.Entries ?? []);
        }

        return entries;
    }
}
