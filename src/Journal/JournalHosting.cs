using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.ServiceDefaults.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>Registration of the journal in a service.</summary>
public static class JournalHosting
{
    /// <summary>
    /// The producing side: sealer, publisher, JournalService, AuditService and CopyService. Needs an
    /// <c>NpgsqlDataSource</c>, the connection strings "rabbitmq" and the one named like the service, an
    /// <see cref="ISnapshotSource"/> where others copy the service, and optionally <see cref="IRowAudit"/>s. Names:
    /// exchange <c>{service}.journal</c>.
    /// </summary>
    public static IHostApplicationBuilder AddJournal(this IHostApplicationBuilder builder, string service)
    {
        var services = builder.Services;
        services.AddSingleton(new JournalOwner(service));
        services.AddSingleton<JournalDatabase>();
        services.AddSingleton<JournalReader>();
        services.AddSingleton<TreeProofs>();
        services.AddSingleton<EntryList>();
        services.AddSingleton<CopyList>();
        services.AddSingleton(provider => new SignedHeads(
            provider.GetRequiredService<NpgsqlDataSource>(),
            service,
            SigningKey.Of(builder.Configuration, builder.Environment, TreeHeads.Purpose(service)),
            TimeProvider.System));
        services.AddSingleton<JournalSignal>();
        services.AddSingleton<Mutations>();
        services.AddSingleton<SealerLead>();
        services.AddSingleton<JournalMetrics>();
        services.AddSingleton(provider => new CopyStates(
            new(() => [.. provider.GetServices<ICopy>().Select(copy => copy.Producer)]), TimeProvider.System));
        services.AddSingleton<ICopyProgress>(provider => provider.GetRequiredService<CopyStates>());
        services.AddSingleton(provider => new CopyReplay(
            provider.GetServices<ICopy>(),
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<CopyStates>(),
            provider.GetRequiredService<ILogger<CopyReplay>>()));

        // Stopped in the order turned round: the sealer before the publisher, the publisher before its bus.
        JournalBus.Add(services, service);
        services.AddHostedService<Publisher>();
        services.AddHostedService<Sealer>();
        services.AddHostedService<ReplicaNews>();
        services.AddHostedService<JournalLagMeter>();
        return builder;
    }

    /// <summary>
    /// The consuming side: queue <c>{service}.{producer}</c>, cursor, parking, gap reading, snapshot. Comes after
    /// <see cref="AddJournal"/>. Needs a <c>JournalService.JournalServiceClient</c> keyed by the producer's name, as
    /// <c>AddClubClient</c> registers it. The copy is a singleton, also under its own type.
    /// </summary>
    public static IHostApplicationBuilder AddCopy<TCopy>(this IHostApplicationBuilder builder)
        where TCopy : class, ICopy
    {
        var services = builder.Services;
        services.AddSingleton<TCopy>();
        services.AddSingleton<ICopy>(provider => provider.GetRequiredService<TCopy>());
        services.AddSingleton(provider => new CopyQueue(new CopyInbox(
            provider.GetRequiredService<TCopy>(),
            ProducerOf<TCopy>(provider),
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<CopyStates>(),
            provider.GetRequiredService<JournalMetrics>(),
            provider.GetRequiredService<ILogger<CopyInbox>>()), ProducerOf<TCopy>(provider), TimeProvider.System));
        services.AddSingleton<IHostedService>(provider => new CopyStart(
            provider.GetRequiredService<TCopy>(),
            ProducerOf<TCopy>(provider),
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<CopyStates>(),
            provider.GetRequiredService<ILogger<CopyStart>>()));
        services.AddHostedService<CopyFollower>();
        services.AddHostedService<CopyWatch>();
        if (services.All(registered => registered.ServiceType != typeof(CopyHealth)))
        {
            services.AddSingleton<CopyHealth>();
            services.AddHealthChecks().AddCheck<CopyHealth>("copies", tags: ["ready"]);
        }

        return builder;
    }

    /// <summary>Maps JournalService, AuditService and CopyService.</summary>
    public static IEndpointRouteBuilder MapJournal(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<JournalEndpoint>();
        endpoints.MapGrpcService<AuditEndpoint>();
        endpoints.MapGrpcService<CopyEndpoint>();
        return endpoints;
    }

    private static ProducerJournal ProducerOf<TCopy>(IServiceProvider provider) where TCopy : class, ICopy =>
        new(provider.GetRequiredKeyedService<JournalService.JournalServiceClient>(
            provider.GetRequiredService<TCopy>().Producer));
}
