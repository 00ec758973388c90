using System.Text.Json;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Journal.Process;
using CrmClub.Testing;
using Dapper;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CrmClub.Journal.Tests;

/// <summary>
/// A producer that counts and a consumer that copies it, on databases and a virtual host of their own, as replicas
/// inside this process or in processes that can be killed.
/// </summary>
internal sealed class TestClub : IAsyncDisposable
{
    public const string Producer = "membership";
    public const string Consumer = "declarations";
    public const string Queue = $"{Consumer}.{Producer}";

    private static readonly TimeSpan GrowthMax = TimeSpan.FromSeconds(60);

    private readonly Servers _servers;
    private readonly TestDatabase _producer;
    private readonly TestDatabase _consumer;
    private readonly List<int> _ports = [FreePort.Take()];
    private readonly string _folder = Directory.CreateTempSubdirectory("crmclub-journal-").FullName;
    private readonly Stack<IAsyncDisposable> _running = [];
    private readonly HashSet<WebApplication> _stopped = [];

    private TestClub(Servers servers, TestDatabase producer, TestDatabase consumer)
    {
        (_servers, _producer, _consumer) = (servers, producer, consumer);
        ProducerData = NpgsqlDataSource.Create(producer.Superuser);
        ConsumerData = NpgsqlDataSource.Create(consumer.Superuser);
        AsProducer = NpgsqlDataSource.Create(producer.App);
    }

    public string Host { get; private init; } = "";

    /// <summary>The producer's database, as superuser.</summary>
    public NpgsqlDataSource ProducerData { get; }

    /// <summary>The consumer's database, as superuser.</summary>
    public NpgsqlDataSource ConsumerData { get; }

    /// <summary>The producer's database, as the service.</summary>
    public NpgsqlDataSource AsProducer { get; }

    public string ProducerAddress => _servers.Broker.Address(Producer, Host);

    public static async Task<TestClub> CreateAsync(Servers servers)
    {
        var scripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schema"), "*.sql").Order();
        var journal = string.Join('\n', scripts.Select(File.ReadAllText));
        return new TestClub(
            servers,
            await servers.Postgres.CreateAsync(Producer, journal, Counting.Schema),
            await servers.Postgres.CreateAsync(Consumer, journal, Counting.Schema, CountingCopy.Schema))
        {
            Host = servers.Broker.TakeHost(),
        };
    }

    public Task<WebApplication> StartProducerAsync(int replica = 0) =>
        StartAsync(ProducerSettings(0, PortOf(replica)));

    public Task<WebApplication> StartConsumerAsync() => StartAsync(ConsumerSettings());

    /// <summary>A consumer that takes only what it is handed: it is not started.</summary>
    public WebApplication BuildConsumer() => CountingService.Build(ConsumerSettings());

    /// <summary>A replica of the producer in a process of its own; consumers that start later know of it.</summary>
    public Task<ChildProcess> SpawnProducerAsync(int writers, int replica = 0) =>
        SpawnAsync(ProducerSettings(writers, PortOf(replica)));

    public Task<ChildProcess> SpawnConsumerAsync() => SpawnAsync(ConsumerSettings());

    public AuditService.AuditServiceClient Audit() => new(Channel());

    public JournalService.JournalServiceClient Journal() => new(Channel());

    /// <summary>Stops a service of this process; once more does nothing.</summary>
    public async Task StopAsync(WebApplication service)
    {
        if (_stopped.Add(service))
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }
    }

    /// <summary>Counts subjects up, one entry each.</summary>
    public static async Task CountAsync(WebApplication producer, params string[] subjects)
    {
        foreach (var subject in subjects)
        {
            await producer.Services.GetRequiredService<Counting>().CountAsync(default, subject);
        }
    }

    /// <summary>Waits until the consumer has taken all that the producer committed, and nothing waits.</summary>
    public Task CaughtUpAsync(TimeSpan within) => HoldsAsync(
        "the copy has caught up",
        async () =>
        {
            await using var producer = await ProducerData.OpenConnectionAsync();
            var (entries, published) = await producer.QuerySingleAsync<(long Entries, long Published)>(
                "SELECT (SELECT count(*) FROM journal), (SELECT seq FROM published)");
            return entries == published && await CursorAsync() == published;
        },
        within);

    /// <summary>Waits until the consumer has taken so many entries more.</summary>
    public async Task GrowsAsync(long by, TimeSpan? within = null)
    {
        var from = await CursorAsync();
        await HoldsAsync($"the copy grows by {by}", async () => await CursorAsync() >= from + by, within ?? GrowthMax);
    }

    /// <summary>
    /// Nothing lost, nothing twice, order per subject kept, the sequence without a gap, and the root as recomputed.
    /// </summary>
    public async Task AssertWholeAsync()
    {
        await using var producer = await ProducerData.OpenConnectionAsync();
        await using var consumer = await ConsumerData.OpenConnectionAsync();
        var counted = await producer.QueryAsync<(string, long)>("SELECT subject, value FROM counted");
        var loaded = (await consumer.QueryAsync<(string, long)>("SELECT subject, value FROM loaded")).ToHashSet();
        var applied = (await consumer.QueryAsync<(string Subject, long Value)>(
            "SELECT subject, value FROM applied ORDER BY place")).ToList();
        Assert.Empty(counted.Except(loaded).Except(applied));
        Assert.Equal(applied.Count, applied.Distinct().Count());
        Assert.Empty(applied.Concat(loaded).Except(counted));
        Assert.All(applied.GroupBy(a => a.Subject), subject => Assert.Equal(
            subject.Select(a => a.Value).Order(), subject.Select(a => a.Value)));

        var leaves = (await producer.QueryAsync<(long Seq, byte[] Leaf)>(
            "SELECT seq, leaf FROM sealed ORDER BY seq")).ToList();
        Assert.Equal(Enumerable.Range(1, leaves.Count).Select(i => (long)i), leaves.Select(l => l.Seq));
        Assert.Equal(await producer.QuerySingleAsync<long>("SELECT count(*) FROM journal"), leaves.Count);
        var head = await producer.QuerySingleAsync<(long Size, byte[] Root)>(
            "SELECT size, root FROM tree_head ORDER BY size DESC LIMIT 1");
        Assert.Equal(leaves.Count, head.Size);
        Assert.Equal(
            Convert.ToHexString(Rfc9162.Root([.. leaves.Select(l => l.Leaf)])), Convert.ToHexString(head.Root));
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var running))
        {
            await running.DisposeAsync();
        }

        await ProducerData.DisposeAsync();
        await ConsumerData.DisposeAsync();
        await AsProducer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private int PortOf(int replica)
    {
        if (replica == _ports.Count)
        {
            _ports.Add(FreePort.Take());
        }

        return _ports[replica];
    }

    private async Task<long> CursorAsync()
    {
        await using var consumer = await ConsumerData.OpenConnectionAsync();
        return await consumer.QuerySingleOrDefaultAsync<long>("SELECT seq FROM copy_cursor");
    }

    private async Task HoldsAsync(string what, Func<Task<bool>> condition, TimeSpan within)
    {
        try
        {
            await Eventually.HoldsAsync(what, condition, within, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            foreach (var log in Directory.GetFiles(_folder))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{log}:\n{await File.ReadAllTextAsync(log)}");
            }

            throw;
        }
    }

    private ServiceSettings ProducerSettings(int writers, int port) =>
        new(Producer, _producer.App, _servers.Broker.Address(Producer, Host), port, Writers: writers);

    private ServiceSettings ConsumerSettings() => new(
        Consumer, _consumer.App, _servers.Broker.Address(Consumer, Host), FreePort.Take(), Producer, _ports);

    private async Task<WebApplication> StartAsync(ServiceSettings settings)
    {
        var service = CountingService.Build(settings);
        _running.Push(new Ending(() => StopAsync(service)));
        await service.StartAsync();
        return service;
    }

    private async Task<ChildProcess> SpawnAsync(ServiceSettings settings)
    {
        var process = await ChildProcess.StartAsync(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "CrmClub.Journal.Process.dll"),
                JsonSerializer.Serialize(settings)],
            Path.Combine(_folder, $"{settings.Service}-{settings.Port}.log"),
            Signal.Term);
        _running.Push(process);
        return process;
    }

    private GrpcChannel Channel()
    {
        var channel = GrpcChannel.ForAddress($"http://localhost:{_ports[0]}");
        _running.Push(new Ending(channel.ShutdownAsync));
        return channel;
    }

    private sealed class Ending(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}
