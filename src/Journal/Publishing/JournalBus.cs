using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.Journal;

/// <summary>How a service stands on the broker.</summary>
internal static class JournalBus
{
    private const ushort Prefetch = 64;
    private const int DeliveryLimit = 5;

    // The default leaves a frozen consumer active for minutes.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    // A broker that has just started accepts before it answers: better asked again than waited for.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>Then the message in work is cut off, and left as a gap.</summary>
    private static readonly TimeSpan ConsumerStopMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(4);

    /// <summary>Where a service publishes.</summary>
    public static Uri Exchange(string service) => new($"exchange:{ExchangeName(service)}?type=fanout");

    /// <summary>Where a service takes what a producer publishes.</summary>
    public static string Queue(string service, string producer) => $"{service}.{producer}";

    /// <summary>Where the broker is.</summary>
    public static Uri Broker(IConfiguration configuration) => new(configuration.GetConnectionString("rabbitmq")
        ?? throw new InvalidOperationException("There is no connection string named rabbitmq."));

    /// <summary>Whether somebody listens there: a broker that starts does before it answers.</summary>
    public static async Task<bool> TakesConnectionsAsync(Uri broker, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(AnswerMax);
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(broker.Host, broker.Port, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The bus starts behind the service: a broker that is away keeps nobody from serving.</summary>
    public static void Add(IServiceCollection services, string service)
    {
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(check => check.MinimalFailureStatus = HealthStatus.Degraded);
            bus.UsingRabbitMq((context, broker) =>
            {
                Connect(broker, context.GetRequiredService<IConfiguration>());
                broker.OverrideDefaultBusEndpointQueueName($"{service}.bus");
                foreach (var copy in context.GetServices<CopyQueue>())
                {
                    broker.ReceiveEndpoint(Queue(service, copy.Producer), queue => Configure(queue, copy));
                }
            });
        });
        services.RemoveMassTransitHostedService();
        services.AddSingleton<BusStart>();
        services.AddHostedService(provider => provider.GetRequiredService<BusStart>());
        services.Configure<MassTransitHostOptions>(
            host => (host.ConsumerStopTimeout, host.StopTimeout) = (ConsumerStopMax, StopMax));
    }

    private static void Connect(IRabbitMqBusFactoryConfigurator broker, IConfiguration configuration)
    {
        var address = Broker(configuration);
        var user = address.UserInfo.Split(':', 2);
        broker.Host(new UriBuilder("rabbitmq", address.Host, address.Port, address.AbsolutePath).Uri, host =>
        {
            host.Username(Uri.UnescapeDataString(user[0]));
            host.Password(Uri.UnescapeDataString(user[^1]));
            host.Heartbeat(Heartbeat);
            host.RequestedConnectionTimeout(AnswerMax);
            host.ContinuationTimeout(AnswerMax);
            host.PublisherConfirmation = true;
        });
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator queue, CopyQueue copy)
    {
        queue.ConnectReceiveEndpointObserver(copy);
        queue.SetQuorumQueue();
        queue.SingleActiveConsumer = true;
        queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        queue.PrefetchCount = Prefetch;
        queue.ConcurrentMessageLimit = 1;
        queue.ConfigureConsumeTopology = false;
        // A fault would be published to an exchange that the service has no right to; what can't be read is in _error.
        queue.PublishFaults = false;
        queue.Bind(ExchangeName(copy.Producer));
        queue.Handler<SealedBatch>(context => copy.Inbox.ReceiveAsync(context.Message.Body, context.CancellationToken));
    }

    private static string ExchangeName(string service) => $"{service}.journal";
}
