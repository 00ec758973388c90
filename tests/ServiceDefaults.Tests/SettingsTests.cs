using CrmClub.ServiceDefaults.Calls;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tests.Bench;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CrmClub.ServiceDefaults.Tests;

/// <summary>What a service goes by, read where it is running.</summary>
public sealed class SettingsTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public void Kestrel_Running_HasTheLimits() => RunningKestrel.HasTheLimits(bench.Service.App.Services);

    [Fact]
    public void Grpc_Running_HasTheLimitsAndInterceptorsInOrder()
    {
        var running = Running<GrpcServiceOptions>().Value;

        Assert.Equal(1024 * 1024, running.MaxReceiveMessageSize);
        Assert.Equal(4 * 1024 * 1024, running.MaxSendMessageSize);
        Assert.Empty(running.CompressionProviders);
        Assert.False(running.EnableDetailedErrors);
        Assert.Equal(
            [typeof(ErrorInterceptor), typeof(DeadlineInterceptor), typeof(AuthorizationInterceptor)],
            running.Interceptors.Select(one => one.Type));
        Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)), (CallLimits.DeadlineDefault, CallLimits.DeadlineMax));
    }

    [Fact]
    public void Tokens_Running_AreHeldAgainstTheClubsRules()
    {
        var options = bench.Service.App.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>()
            .Get(JwtBearerDefaults.AuthenticationScheme);
        var rules = options.TokenValidationParameters;

        Assert.Equal(["RS256"], rules.ValidAlgorithms);
        Assert.Equal(["api://crmclub"], rules.ValidAudiences);
        Assert.Equal(TimeSpan.FromMinutes(1), rules.ClockSkew);
        Assert.True(rules is { ValidateAudience: true, ValidateIssuer: true, ValidateLifetime: true });
        Assert.True(rules is { RequireSignedTokens: true, RequireExpirationTime: true });
        Assert.Equal(TimeSpan.FromSeconds(30), options.RefreshInterval);
        Assert.Equal(TimeSpan.FromMinutes(5), options.AutomaticRefreshInterval);
    }

    [Fact]
    public void Client_OfAnotherService_HasTheLimits()
    {
        var options = new GrpcChannelOptions();
        ClubClients.Channel(options);
        using var connections = ClubClients.Connections();
        var call = Assert.Single(options.ServiceConfig!.MethodConfigs);

        Assert.Equal(4, call.RetryPolicy!.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(0.2), call.RetryPolicy.InitialBackoff);
        Assert.Equal(TimeSpan.FromSeconds(3), call.RetryPolicy.MaxBackoff);
        Assert.Equal(2, call.RetryPolicy.BackoffMultiplier);
        Assert.Equal([StatusCode.Unavailable], call.RetryPolicy.RetryableStatusCodes);
        Assert.Equal(10, options.ServiceConfig.RetryThrottling!.MaxTokens);
        Assert.Equal(0.1, options.ServiceConfig.RetryThrottling.TokenRatio);
        Assert.Equal(1024 * 1024, options.MaxRetryBufferPerCallSize);
        Assert.True(options.ThrowOperationCanceledOnCancellation);
        Assert.True(connections.EnableMultipleHttp2Connections);
        Assert.Equal(TimeSpan.FromSeconds(3), connections.ConnectTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), connections.PooledConnectionLifetime);
        Assert.Equal(TimeSpan.FromSeconds(30), connections.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(10), connections.KeepAlivePingTimeout);
    }

    [Fact]
    public void Database_Settings_AreTheClubs()
    {
        var settings = Database.Settings("Host=db;Maximum Pool Size=500;Include Error Detail=true", "tariffs", false);

        Assert.Equal((2, 20), (settings.MinPoolSize, settings.MaxPoolSize));
        Assert.Equal((5, 6), (settings.Timeout, settings.CommandTimeout));
        Assert.Equal(2000, settings.CancellationTimeout);
        Assert.Equal((30, true), (settings.KeepAlive, settings.TcpKeepAlive));
        Assert.Equal((60, 1800), (settings.ConnectionIdleLifetime, settings.ConnectionLifetime));
        Assert.False(settings.IncludeErrorDetail);
        Assert.True(settings.NoResetOnClose);
        Assert.Equal(Npgsql.SslMode.VerifyFull, settings.SslMode);
        Assert.Equal("tariffs", settings.ApplicationName);
    }

    [Fact]
    public void Cache_Settings_AreTheClubs()
    {
        var settings = SharedCache.Settings("cache:6379,abortConnect=true,allowAdmin=true,asyncTimeout=60000");

        Assert.False(settings.AbortOnConnectFail);
        Assert.False(settings.AllowAdmin);
        Assert.Same(BacklogPolicy.FailFast, settings.BacklogPolicy);
        Assert.Equal((2000, 3), (settings.ConnectTimeout, settings.ConnectRetry));
        Assert.Equal((500, 500), (settings.SyncTimeout, settings.AsyncTimeout));
        Assert.Equal(10, settings.KeepAlive);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatInterval);
        Assert.IsType<ExponentialRetry>(settings.ReconnectRetryPolicy);
    }

    private IOptions<T> Running<T>() where T : class => bench.Service.App.Services.GetRequiredService<IOptions<T>>();
}
