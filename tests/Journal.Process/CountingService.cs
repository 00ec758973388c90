using CrmClub.Contracts.Journal.V1;
using Grpc.Net.Client;
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
            services.AddKeyedSingleton(settings.Producer, new JournalService.JournalServiceClient(
                GrpcChannel.ForAddress($"http://localhost:{settings.ProducerPort}")));
            builder.AddCopy<CountingCopy>();
        }

        var app = builder.Build();
        app.MapJournal();
        app.MapHealthChecks("/health");
        return app;
    }
}
