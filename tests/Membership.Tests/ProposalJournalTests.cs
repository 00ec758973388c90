using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Voting;
using CrmClub.Testing;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>What Tariffs puts to the vote comes over the real broker; its journal is played.</summary>
public sealed class ProposalJournalTests(Postgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("crmclub-keys-");

    private BrokerServer _broker = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _broker = await BrokerServer.StartAsync(["membership", "tariffs"], 1);

    public ValueTask DisposeAsync()
    {
        _keys.Delete(recursive: true);
        return _broker.DisposeAsync();
    }

    [Fact]
    public async Task Put_OverTheBroker_OpensOneBallotEach_AlsoWhatCameWhileNobodyListened()
    {
        var host = _broker.TakeHost();
        var port = FreePort.Take();
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var database = await postgres.Server.CreateAsync("tariffs", Checkout.Schema("Journal"));
        await using var source = NpgsqlDataSource.Create(database.App);
        await using var tariffs = Host("tariffs", database.App, source, host, port);
        tariffs.MapJournal();
        await tariffs.StartAsync(Cancel);

        await using (var first = Consumer(membership, host, port))
        {
            await first.StartAsync(Cancel);
            await Eventually.HoldsAsync(
                "the snapshot is taken", async () => await membership.CountAsync("copy_cursor", Cancel) == 1, Within,
                Cancel);
            await PutAsync(source, ProposalTests.Proposal());
            await HasAsync<BallotOpened>(membership, 1);
            await first.StopAsync(Cancel);
        }

        await PutAsync(source, ProposalTests.Proposal());
        await PutAsync(source, ProposalTests.Proposal(hash: 2));
        await PutAsync(source, ProposalTests.Proposal("proposal 18"));
        await using var second = Consumer(membership, host, port);
        await second.StartAsync(Cancel);
        await HasAsync<BallotOpened>(membership, 2);
        await HasAsync<BallotRefused>(membership, 1);
        await membership.Refresh.NowAsync(Cancel);
        var people = new TestPeople(membership);
        foreach (var voter in new[] { DelegateEu, DelegateJp })
            await people.VoteAsync(membership.Ballots.All[0], voter, VoteChoice.Yes, final: true);

        Assert.Equal(0, await membership.CountAsync("parked", Cancel));
        var closed = Assert.Single(await ProposalTests.JournalAsync<BallotClosed>(membership)).Ballot;
        Assert.Equal(("proposal 17", BallotState.Adopted), (closed.Proposal, closed.State));
        Assert.Equal("proposal 18", Assert.Single(membership.Ballots.All).Proposal);
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    private static Task HasAsync<T>(TestMembership membership, int entries)
        where T : IMessage<T>, new() => Eventually.HoldsAsync(
            $"{entries} entries of {new T().Descriptor.Name}",
            async () => (await ProposalTests.JournalAsync<T>(membership)).Count == entries,
            Within,
            Cancel);

    private static async Task PutAsync(NpgsqlDataSource tariffs, Contracts.Tariffs.V1.ProposalPutToVote proposal)
    {
        await using var connection = await tariffs.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await transaction.AppendAsync(new NewEntry("officer", proposal.Subject, null, proposal), Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private WebApplication Consumer(TestMembership membership, string host, int producer) => Host(
        "membership", membership.Address, membership.Data, host, FreePort.Take(), builder =>
        {
            builder.Services.AddKeyedSingleton(
                "tariffs",
                new JournalService.JournalServiceClient(GrpcChannel.ForAddress($"http://localhost:{producer}")));
            builder.AddCopy<TariffProposals>();
            builder.Services.AddSingleton(membership.Proposals);
        });

    private WebApplication Host(
        string service, string database, NpgsqlDataSource source, string host, int port,
        Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[$"ConnectionStrings:{service}"] = database;
        builder.Configuration["ConnectionStrings:rabbitmq"] = _broker.Address(service, host);
        builder.Configuration["Club:KeysFolder"] = Path.Combine(_keys.FullName, service);
        builder.Configuration["Club:KeysPassphrase"] = "for these keys alone";
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(
            port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton<ISnapshotSource, Nothing>();
        builder.AddJournal(service);
        more?.Invoke(builder);
        return builder.Build();
    }

    private sealed class Nothing : ISnapshotSource
    {
        public IAsyncEnumerable<IMessage> ReadAsync(NpgsqlTransaction transaction, CancellationToken cancel) =>
            AsyncEnumerable.Empty<IMessage>();
    }
}
