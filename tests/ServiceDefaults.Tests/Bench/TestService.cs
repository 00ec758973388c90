using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmClub.Tests.Bench;

/// <summary>A running service with the defaults, on two loopback ports.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private TestService(WebApplication app, int http, int grpc)
    {
        App = app;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
        GrpcAddress = $"http://127.0.0.1:{grpc}";
        HttpAddress = $"http://127.0.0.1:{http}";
        _channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new DeclarationService.DeclarationServiceClient(_channel);
    }

    internal WebApplication App { get; }

    internal HttpClient Http { get; }

    internal string GrpcAddress { get; }

    internal string HttpAddress { get; }

    internal GrpcChannel Channel => _channel;

    internal DeclarationService.DeclarationServiceClient Client { get; }

    internal static async Task<TestService> StartAsync(
        string instance, int? http = null, int? grpc = null, ILoggerProvider? logs = null, int? management = null)
    {
        var (httpPort, grpcPort) = (http ?? Loopback.FreePort(), grpc ?? Loopback.FreePort());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ContentRootPath = Loopback.NewFolder(),
            Args =
            [
                $"--AzureAd:Instance={instance}",
                $"--ClubIdentity:TenantId={TestIdentity.ClubTenant}",
                $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{httpPort}",
                "--Kestrel:Endpoints:http:Protocols=Http1",
                $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{grpcPort}",
                "--Kestrel:Endpoints:grpc:Protocols=Http2",
                "--Logging:LogLevel:Default=Warning",
                $"--Management:Port={management}",
            ],
        });
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        builder.AddServiceDefaults("declarations");
        builder.Services.AddSingleton<ICallerDirectory, ProbeDirectory>();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGrpcService<ProbeDeclarations>();
        await app.StartAsync();
        return new TestService(app, httpPort, grpcPort);
    }

    internal static CallOptions With(string token, DateTime? deadline = null) =>
        new(new Metadata { { "authorization", $"Bearer {token}" } }, deadline, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        Http.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>An identity server and a service that trusts it, shared by the tests of a class.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    internal TestIdentity Identity { get; private set; } = null!;

    internal TestService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Identity = await TestIdentity.StartAsync();
        Service = await TestService.StartAsync(Identity.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Identity.DisposeAsync();
    }
}
