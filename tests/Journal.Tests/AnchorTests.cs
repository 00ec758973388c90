using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.ServiceDefaults.Signing;
using Dapper;

namespace CrmClub.Journal.Tests;

/// <summary>What whoever owns the database can do to a journal, seen by a tree head that somebody kept.</summary>
public sealed class AnchorTests(Servers servers) : IAsyncLifetime
{
    private const int Entries = 700;

    private const string UnsealSql = "DELETE FROM sealed; DELETE FROM tree_node; DELETE FROM tree_head;";

    private readonly string _keys = Directory.CreateTempSubdirectory("crmclub-keys-").FullName;
    private TestClub _club = null!;
    private SigningKey _key = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.CreateAsync(servers);
        _key = SigningKey.In(_keys, TreeHeads.Purpose("membership"));
        await WriteAsync(Entries);
        await SealAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        Directory.Delete(_keys, recursive: true);
        await _club.DisposeAsync();
    }

    [Fact]
    public async Task Anchor_JournalGrew_Holds()
    {
        var anchor = await HeadAsync();
        await WriteAsync(500);
        await SealAsync();

        Assert.Equal(Entries, anchor.Size);
        Assert.Equal(AnchorVerdict.Holds, await VerdictAsync(anchor));
        // As after a backup was restored: the history that was is known.
        await DoAsync("INSERT INTO epoch DEFAULT VALUES");
        Assert.Equal(AnchorVerdict.Holds, await VerdictAsync(anchor));
    }

    [Fact]
    public async Task Anchor_JournalCut_IsTruncated()
    {
        var anchor = await HeadAsync();
        await DoAsync(UnsealSql + "DELETE FROM journal WHERE id > 650; INSERT INTO unsealed SELECT id FROM journal");
        await SealAsync();

        Assert.Equal(AnchorVerdict.Truncated, await VerdictAsync(anchor));
    }

    [Fact]
    public async Task Anchor_EntryAlteredAndAllSealedAnew_IsForked()
    {
        var anchor = await HeadAsync();
        await DoAsync(UnsealSql + "UPDATE journal SET actor = 'another' WHERE id = 300; "
            + "INSERT INTO unsealed SELECT id FROM journal");
        await SealAsync();

        Assert.Equal(AnchorVerdict.Forked, await VerdictAsync(anchor));
    }

    [Fact]
    public async Task Anchor_JournalMadeAnew_IsRebuilt()
    {
        var anchor = await HeadAsync();
        await DoAsync(UnsealSql + "DELETE FROM journal; DELETE FROM epoch; INSERT INTO epoch DEFAULT VALUES");
        await WriteAsync(Entries + 1);
        await SealAsync();

        Assert.Equal(AnchorVerdict.Rebuilt, await VerdictAsync(anchor));
    }

    [Fact]
    public async Task Inclusion_OfEntriesAllOverTheTree_IsProven()
    {
        var head = await HeadAsync();
        var proofs = new TreeProofs(_club.AsProducer);
        foreach (var seq in new long[] { 1, 2, 256, 257, 400, 512, 513, 699, 700 })
        {
            var proof = await proofs.InclusionAsync(seq, head.Size, Cancel);
            Assert.True(MerkleProofs.Includes(
                await LeafAsync(seq), seq, head.Size, [.. proof.Path.Select(Convert.FromHexString)],
                Convert.FromHexString(head.Root)));
        }
    }

    private async Task<TreeHead> HeadAsync()
    {
        using var heads = new SignedHeads(_club.AsProducer, "membership", _key, TimeProvider.System);
        var newest = await heads.NewestAsync(Cancel);
        return TreeHeads.Read(newest!.Jws, PublicKeySet.Parse(_key.PublicKeys))!;
    }

    private async Task<AnchorVerdict> VerdictAsync(TreeHead anchor)
    {
        var now = await HeadAsync();
        await using var database = await _club.ProducerData.OpenConnectionAsync(Cancel);
        var epochs = await database.QueryAsync<string>("SELECT id::text FROM epoch");
        var path = anchor.Size > now.Size
            ? null : await new TreeProofs(_club.AsProducer).ConsistencyAsync(anchor.Size, now.Size, Cancel);
        return Anchors.Of(anchor, now, epochs, path?.Select(Convert.ToHexStringLower));
    }

    private async Task<byte[]> LeafAsync(long seq)
    {
        await using var database = await _club.ProducerData.OpenConnectionAsync(Cancel);
        return await database.QuerySingleAsync<byte[]>("SELECT leaf FROM sealed WHERE seq = @seq", new { seq });
    }

    private Task WriteAsync(int entries) => DoAsync(
        $"""
        WITH written AS (
          INSERT INTO journal (actor, kind, subject, body)
          SELECT 'x', 'y', 's' || n, ''::bytea FROM generate_series(1, {entries}) n RETURNING id)
        INSERT INTO unsealed SELECT id FROM written
        """);

    private async Task DoAsync(string sql)
    {
        await using var database = await _club.ProducerData.OpenConnectionAsync(Cancel);
        await database.ExecuteAsync(sql);
    }

    private async Task SealAsync()
    {
        await using var database = await _club.AsProducer.OpenConnectionAsync(Cancel);
        var session = new SealingSession(database);
        Assert.True(await session.LoadAsync(Cancel));
        while (await session.SealAsync(Cancel) > 0)
        {
        }
    }
}
