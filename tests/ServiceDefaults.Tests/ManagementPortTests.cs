using System.Net;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tests.Bench;
using Grpc.Core;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class ManagementPortTests : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    private readonly ServiceFixture _bench;
    private readonly HttpClient _operators = new();
    private TestService _service = null!;

    public ManagementPortTests(ServiceFixture bench) => _bench = bench;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var port = Loopback.FreePort();
        _service = await TestService.StartAsync(_bench.Identity.Instance, management: port);
        _operators.BaseAddress = new Uri($"http://127.0.0.1:{port}");
    }

    public async ValueTask DisposeAsync()
    {
        _operators.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Metrics_AfterARefusal_CountItByReason()
    {
        await Assert.ThrowsAsync<RpcException>(async () => await _service.Client.GetDeclarationAsync(
            new GetDeclarationRequest(), cancellationToken: Cancel));

        var metrics = await _operators.GetStringAsync("/metrics", Cancel);

        Assert.Contains("crmclub_calls_refused_total{", metrics);
        Assert.Contains("reason=\"UNAUTHENTICATED\"", metrics);
        Assert.Contains("dotnet_process_memory_working_set_bytes", metrics);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Probe_ByAnyHost_IsAnswered(string path)
    {
        using var probe = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "10.1.2.3:9464" } };

        // Healthy once it has heard from the issuer.
        Assert.Matches(
            "^(Healthy|Unhealthy\nissuer-keys: )",
            await (await _operators.SendAsync(probe, Cancel)).Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/declarations/X")]
    [InlineData("/grpc.health.v1.Health/Check")]
    public async Task AnythingElse_IsNotThere(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _operators.GetAsync(path, Cancel)).StatusCode);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:9464")]
    public async Task Metrics_AtAnotherPort_AreNotThere(string host)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = host } };

        Assert.Equal(HttpStatusCode.NotFound, (await _service.Http.SendAsync(asked, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Metrics_WithoutSuchAPort_AreNotThere() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _bench.Service.Http.GetAsync("/metrics", Cancel)).StatusCode);
}
