using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.Tests.Bench;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class HostTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public void Kestrel_Running_HasTheLimits()
    {
        var running = bench.Service.App.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        Assert.False(running.AddServerHeader);
        Assert.False(running.AllowSynchronousIO);
        Assert.Equal(2000, running.Limits.MaxConcurrentConnections);
        Assert.Equal(16 * 1024, running.Limits.MaxRequestHeadersTotalSize);
        Assert.Equal(64, running.Limits.MaxRequestHeaderCount);
        Assert.Equal(2 * 1024 * 1024, running.Limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(10), running.Limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), running.Limits.KeepAliveTimeout);
        Assert.Equal(100, running.Limits.Http2.MaxStreamsPerConnection);
        Assert.Equal(TimeSpan.FromSeconds(30), running.Limits.Http2.KeepAlivePingDelay);
    }

    [Fact]
    public void Grpc_Running_HasTheLimits()
    {
        var running = bench.Service.App.Services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;

        Assert.Equal(CallLimits.MessageReceivedBytesMax, running.MaxReceiveMessageSize);
        Assert.Equal(CallLimits.MessageSentBytesMax, running.MaxSendMessageSize);
        Assert.Empty(running.CompressionProviders);
        Assert.False(running.EnableDetailedErrors);
    }

    [Fact]
    public void Database_Settings_AreTheClubs()
    {
        var settings = Database.Settings("Host=db;Maximum Pool Size=500;Include Error Detail=true", "tariffs", false);

        Assert.Equal(20, settings.MaxPoolSize);
        Assert.Equal(6, settings.CommandTimeout);
        Assert.False(settings.IncludeErrorDetail);
        Assert.Equal(Npgsql.SslMode.VerifyFull, settings.SslMode);
        Assert.Equal("tariffs", settings.ApplicationName);
    }

    [Theory]
    [InlineData("--AzureAd:Instance=http://localhost:8082/")]
    [InlineData("--Club:ClockFile=clock.json")]
    public void Production_SettingOfADevelopersClub_IsRefused(string setting)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Production", Args = [setting] });

        Assert.Throws<InvalidOperationException>(() => builder.AddServiceDefaults("tariffs"));
    }

    [Fact]
    public async Task Health_ReadyService_SaysSoByHttpAndGrpc()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var health = new Health.HealthClient(bench.Service.Channel);
        using var watch = health.Watch(new HealthCheckRequest(), cancellationToken: patience.Token);

        while (await watch.ResponseStream.MoveNext(patience.Token)
            && watch.ResponseStream.Current.Status != HealthCheckResponse.Types.ServingStatus.Serving)
        {
        }

        Assert.Equal("Healthy", await bench.Service.Http.GetStringAsync("/health", cancel));
    }

    [Fact]
    public async Task Stream_ServiceStops_EndsAsUnavailable()
    {
        await using var service = await TestService.StartAsync(bench.Identity.Instance);
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"));
        using var stream = service.Client.RecomputeDeclarations(new RecomputeDeclarationsRequest(), options);
        await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken);

        var stopping = service.App.StopAsync(TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await stopping;

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }
}
