using CrmClub.Cli.Load;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Testing;
using Grpc.Net.Client;
using Npgsql;

namespace CrmClub.Calls;

/// <summary>The baselines of a club, each in processes of its own.</summary>
internal sealed class Baselines : IAsyncDisposable
{
    private const int Channels = 2;
    private const int RowBytes = 1024;

    private readonly Stack<IAsyncDisposable> _parts = [];
    private readonly Trade _trade;
    private DeclarationService.DeclarationServiceClient[] _echo = [];
    private DeclarationService.DeclarationServiceClient[] _proxy = [];
    private NpgsqlCommand _insert = new();

    private Baselines(Trade trade) => _trade = trade;

    public static async Task<Baselines> StartAsync(ClubUnderLoad club)
    {
        var baselines = new Baselines(club.Trade);
        var echo = await baselines.ChildAsync(Echo.Argument, StrictJson.Write(await club.AnswerAsync(0)));
        var proxy = await baselines.ChildAsync(Proxy.Argument, $"{echo.Address}");
        baselines._echo = Clients(echo);
        baselines._proxy = Clients(proxy);
        await baselines.OpenDatabaseAsync();
        return baselines;
    }

    /// <summary>Bare unary: no gateway, no token, no decision, no store.</summary>
    public Task<CallOutcome> EchoAsync(int caller) => CallAsync(_echo, caller);

    /// <summary>The same through bare YARP.</summary>
    public Task<CallOutcome> ProxyAsync(int caller) => CallAsync(_proxy, caller);

    /// <summary>One row of a declaration's size, on disk; for one caller.</summary>
    public async Task<CallOutcome> CommitAsync(int _)
    {
        await _insert.ExecuteNonQueryAsync();
        return new CallOutcome(1);
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task<Child> ChildAsync(params string[] args)
    {
        var child = await Child.StartAsync(args);
        _parts.Push(child);
        return child;
    }

    private async Task OpenDatabaseAsync()
    {
        var server = await PostgresServer.StartAsync(fsync: true);
        _parts.Push(server);
        var database = await server.CreateAsync("commits", "CREATE TABLE kept (row bytea)");
        var connection = new NpgsqlConnection(database.Superuser);
        _parts.Push(connection);
        await connection.OpenAsync();
        _insert = new NpgsqlCommand("INSERT INTO kept VALUES ($1)", connection)
        {
            Parameters = { new() { Value = new byte[RowBytes] } },
        };
        await _insert.PrepareAsync();
    }

    private async Task<CallOutcome> CallAsync(DeclarationService.DeclarationServiceClient[] clients, int caller)
    {
        await clients[caller % Channels].SubmitDeclarationAsync(_trade.Declaration(caller));
        return new CallOutcome(1);
    }

    private static DeclarationService.DeclarationServiceClient[] Clients(Child child) =>
        [.. Enumerable.Range(0, Channels).Select(_ => new DeclarationService.DeclarationServiceClient(
            GrpcChannel.ForAddress(child.Address)))];
}
