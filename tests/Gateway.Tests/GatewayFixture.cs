using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tests.Bench;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace CrmClub.Gateway.Tests;

/// <summary>A gateway before the probe service.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _running = [];

    internal TestIdentity Identity { get; private set; } = null!;

    internal TestService Service { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _running.Add(Identity = await TestIdentity.StartAsync());
        _running.Add(Service = await TestService.StartAsync(Identity.Instance));
        _running.Add(Gateway = await RunningGateway.StartAsync(Service.HttpAddress, Service.GrpcAddress));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_running))
            await part.DisposeAsync();
    }
}

internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningGateway(WebApplication app, int http, int grpc)
    {
        _app = app;
        GrpcAddress = new Uri($"http://127.0.0.1:{grpc}");
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
        Channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new DeclarationService.DeclarationServiceClient(Channel);
    }

    internal Uri GrpcAddress { get; }

    internal HttpClient Http { get; }

    internal GrpcChannel Channel { get; }

    internal DeclarationService.DeclarationServiceClient Client { get; }

    internal IServiceProvider Services => _app.Services;

    /// <summary>A gateway before one Declarations; the other services are not there.</summary>
    internal static async Task<RunningGateway> StartAsync(
        string serviceHttp, string serviceGrpc, string environment = "Development", params string[] settings)
    {
        var (http, grpc) = (Loopback.FreePort(), Loopback.FreePort());
        var app = GatewayHost.Build(
        [
            $"--environment={environment}",
            $"--contentRoot={Loopback.NewFolder()}",
            $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{http}",
            "--Kestrel:Endpoints:http:Protocols=Http1",
            $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{grpc}",
            "--Kestrel:Endpoints:grpc:Protocols=Http2",
            $"--services:declarations:http:0={serviceHttp}",
            $"--services:declarations:grpc:0={serviceGrpc}",
            "--services:web:http:0=http://127.0.0.1:9",
            "--services:tariffs:http:0=http://127.0.0.1:9",
            "--services:tariffs:grpc:0=http://127.0.0.1:9",
            "--Logging:LogLevel:Default=Error",
            .. settings,
        ]);
        await app.StartAsync();
        return new RunningGateway(app, http, grpc);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
