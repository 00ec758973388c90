using CrmClub.Contracts.Journal.V1;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Npgsql;

namespace CrmClub.Journal.Process;

/// <summary>A service that counts, and copies another that counts; the tests run it within and outside.</summary>
public static class CountingService
{
    public static WebApplication Build(ServiceSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[$"ConnectionStrings:{settings.Service}"] = settings.Database;
        builder.Configuration["ConnectionStrings:rabbitmq"] = settings.Broker;
        builder.Configuration["Club:KeysFolder"] = Directory.CreateTempSubdirectory("crmclub-keys-").FullName;
        builder.Configuration["Club:KeysPassphrase"] = "of these tests alone";
        builder.Logging.AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss.fff ");
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        builder.Configuration["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None";
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(
            settings.Port, listen => listen.Protocols = HttpProtocols.Http2));
        var services = builder.Services;
        services.AddGrpc();
        services.AddSingleton(NpgsqlDataSource.Create(settings.Database));
        services.AddSingleton<Counting>();
        services.AddSingleton<ISnapshotSource>(provider => provider.GetRequiredService<Counting>());
        services.AddSingleton<IRowAudit>(provider => provider.GetRequiredService<Counting>());
        builder.AddJournal(settings.Service);
        if (settings.Producer.Length > 0)
        {
            AddProducer(builder, settings);
            builder.AddCopy<CountingCopy>();
        }

        var app = builder.Build();
        app.MapJournal();
        app.MapHealthChecks("/health");
        return app;
    }

    // Whichever replica answers, as in the club.
    private static void AddProducer(WebApplicationBuilder builder, ServiceSettings settings)
    {
        foreach (var (index, port) in (settings.ProducerPorts ?? []).Index())
        {
            builder.Configuration[$"services:{settings.Producer}:grpc:{index}"] = $"http://localhost:{port}";
        }

        builder.Services.AddServiceDiscovery();
        builder.Services
            .AddGrpcClient<JournalService.JournalServiceClient>(
                settings.Producer, options => options.Address = new Uri($"http://_grpc.{settings.Producer}"))
            .AddServiceDiscovery();
        builder.Services.AddKeyedSingleton(settings.Producer, (provider, _) => provider
            .GetRequiredService<GrpcClientFactory>()
            .CreateClient<JournalService.JournalServiceClient>(settings.Producer));
    }
}
