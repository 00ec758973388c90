using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrmClub.ServiceDefaults;

/// <summary>How one service of the club calls another.</summary>
public static class ClubClients
{
    public const int AttemptsMax = 4;
    public const int RetryBufferBytesMax = 1024 * 1024;
    public const int BackoffMultiplier = 2;

    /// <summary>Failures in hand before retries stop, and what a success gives back of one.</summary>
    public const int RetryTokensMax = 10;

    public const double RetryTokensPerSuccess = 0.1;
    public static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan BackoffFirst = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A gRPC client of another service by discovery (<c>http://_grpc.{service}</c>), with the role Club.Service,
    /// deadlines and retry on UNAVAILABLE. Registered under its type, and keyed by the service's name, since one client
    /// type may serve several services (<c>JournalService</c>).
    /// </summary>
    /// <param name="builder">The host of the calling service.</param>
    /// <param name="service">Name of the service that is called, for instance "tariffs".</param>
    public static WebApplicationBuilder AddClubClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : ClientBase
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(nameof(ServiceTokens));
        services.TryAddSingleton<IServiceTokens>(provider => ActivatorUtilities.CreateInstance<ServiceTokens>(
            provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(ServiceTokens))));
        services.TryAddTransient<ServiceTokenHandler>();

        var name = $"{typeof(TClient).FullName}@{service}";
        services.AddClient<TClient>(name, service).AddHttpMessageHandler<ServiceTokenHandler>();
        services.AddKeyedSingleton(
            service, (provider, _) => provider.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(name));
        return builder;
    }

    /// <summary>
    /// The same for calls in a person's name: without a token of its own, whoever calls puts the person's on each.
    /// </summary>
    public static WebApplicationBuilder AddPersonsClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : ClientBase
    {
        builder.Services.AddClient<TClient>(typeof(TClient).Name, service);
        return builder;
    }

    /// <summary>
    /// The same of a client type that serves several services (<c>AuditService</c>): keyed by the service's name.
    /// </summary>
    public static WebApplicationBuilder AddKeyedPersonsClient<TClient>(
        this WebApplicationBuilder builder, string service)
        where TClient : ClientBase
    {
        var name = $"{typeof(TClient).Name}@{service}";
        builder.Services.AddClient<TClient>(name, service);
        builder.Services.AddKeyedTransient(
            service, (provider, _) => provider.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(name));
        return builder;
    }

    private static IHttpClientBuilder AddClient<TClient>(this IServiceCollection services, string name, string service)
        where TClient : ClientBase
    {
        var client = services.AddGrpcClient<TClient>(
            name, options => options.Address = new Uri($"http://_grpc.{service}"))
            .ConfigureChannel(Channel)
            .AddInterceptor(InterceptorScope.Channel, () => new DefaultDeadline())
            .ConfigurePrimaryHttpMessageHandler(Connections);
        client.AddServiceDiscovery();
        return client;
    }

    internal static void Channel(GrpcChannelOptions options)
    {
        options.MaxRetryBufferPerCallSize = RetryBufferBytesMax;
        options.MaxReceiveMessageSize = Calls.CallLimits.MessageSentBytesMax;
        options.ThrowOperationCanceledOnCancellation = true;
        options.ServiceConfig = new ServiceConfig
        {
            MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = Retry() } },
            RetryThrottling = new RetryThrottlingPolicy
            {
                MaxTokens = RetryTokensMax,
                TokenRatio = RetryTokensPerSuccess,
            },
        };
    }

    private static RetryPolicy Retry() => new()
    {
        MaxAttempts = AttemptsMax,
        InitialBackoff = BackoffFirst,
        MaxBackoff = BackoffMax,
        BackoffMultiplier = BackoffMultiplier,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    internal static SocketsHttpHandler Connections() => new()
    {
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = ConnectMax,
        PooledConnectionLifetime = ConnectionLife,
        KeepAlivePingDelay = KestrelLimits.PingDelay,
        KeepAlivePingTimeout = KestrelLimits.PingAnswerMax,
    };

    /// <summary>Gives a unary call the default deadline where its caller named none.</summary>
    private sealed class DefaultDeadline : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            if (context.Options.Deadline is null)
            {
                var options = context.Options.WithDeadline(DateTime.UtcNow + Calls.CallLimits.DeadlineDefault);
                context = new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
            }
            return continuation(request, context);
        }
    }
}
