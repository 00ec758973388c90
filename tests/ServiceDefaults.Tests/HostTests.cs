using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tests.Bench;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class HostTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
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
