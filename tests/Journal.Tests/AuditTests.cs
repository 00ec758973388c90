using CrmClub.Contracts.Journal.V1;
using CrmClub.Testing;
using Dapper;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Journal.Tests;

public sealed class AuditTests(Servers servers)
{
    private const int Entries = 300;

    [Fact]
    public async Task VerifyAudit_OfAnUntouchedJournal_Holds()
    {
        await using var club = await TestClub.CreateAsync(servers);
        await WriteAsync(await club.StartProducerAsync());
        var result = await VerifyAsync(club);
        var head = await club.Audit().GetTreeHeadAsync(new GetTreeHeadRequest(), cancellationToken: Cancel);
        Assert.Empty(result.Faults);
        Assert.Equal(Entries, result.EntriesChecked);
        Assert.Equal(Entries, result.RowsChecked);
        Assert.Equal(Entries, head.Size);
        Assert.Equal(head.Root, result.Root);
    }

    [Fact]
    public async Task VerifyAudit_AfterAnEditBySuperuser_NamesTheRow()
    {
        await using var club = await TestClub.CreateAsync(servers);
        await WriteAsync(await club.StartProducerAsync());
        await using var database = await club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync(KeepSql);
        foreach (var (edit, table, key) in Edits)
        {
            await database.ExecuteAsync(edit);
            var result = await VerifyAsync(club);
            Assert.Contains(result.Faults, f => f.Table == table && f.Key == key);
            await database.ExecuteAsync(UndoSql);
            Assert.Empty((await VerifyAsync(club)).Faults);
        }
    }

    private static readonly string[] Tables = ["journal", "sealed", "tree_node", "tree_head", "counted"];

    private static readonly string KeepSql =
        string.Concat(Tables.Select(t => $"CREATE TABLE kept_{t} AS TABLE {t};"));

    private static readonly string UndoSql = string.Concat(Tables.Select(
        t => $"DELETE FROM {t}; INSERT INTO {t} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{t};"));

    private static readonly (string Edit, string Table, string Key)[] Edits =
    [
        ("UPDATE journal SET body = body || '\\x00' WHERE id = 17", "journal", "id=17"),
        ("UPDATE journal SET at = at + interval '1 microsecond' WHERE id = 20", "journal", "id=20"),
        ("UPDATE journal SET effective_day = '2026-01-05' WHERE id = 23", "journal", "id=23"),
        ("UPDATE sealed SET entry_id = -entry_id WHERE seq IN (31, 32); "
            + "UPDATE sealed SET entry_id = 63 + entry_id WHERE seq IN (31, 32)", "journal", "id=31"),
        ("DELETE FROM journal WHERE id = 40", "journal", "id=40"),
        ("INSERT INTO journal (actor, kind, subject, body) VALUES ('x', 'y', 'z', '')", "journal", "id=301"),
        ("DELETE FROM counted; INSERT INTO counted VALUES ('q', 1, 9999)", "counted", "subject=q"),
        ("UPDATE tree_node SET hash = sha256('x') WHERE number = 0", "tree_node", "number=0"),
        ("UPDATE sealed SET leaf = sha256('x') WHERE seq = 45", "sealed", "seq=45"),
        ("UPDATE tree_head SET root = sha256('x') WHERE size = 300", "tree_head", "size=300"),
        ("DELETE FROM sealed WHERE seq = 300", "journal", "id=300"),
        ("DELETE FROM sealed WHERE seq = 50", "sealed", "seq=50"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<WebApplication> WriteAsync(WebApplication producer)
    {
        for (var i = 0; i < Entries; i++)
        {
            await TestClub.CountAsync(producer, $"s{i}");
        }

        var reader = producer.Services.GetRequiredService<JournalReader>();
        await Eventually.HoldsAsync(
            "all are sealed", async () => await reader.NewestSeqAsync(Cancel) == Entries,
            TimeSpan.FromSeconds(20), Cancel);
        return producer;
    }

    private static async Task<VerifyAuditResult> VerifyAsync(TestClub club)
    {
        using var call = club.Audit().VerifyAudit(new VerifyAuditRequest(), cancellationToken: Cancel);
        VerifyAuditResult? result = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel))
        {
            result = answer.Result ?? result;
        }

        return result!;
    }
}
