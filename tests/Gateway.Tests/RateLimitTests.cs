using System.Net;
using System.Net.Sockets;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tests.Bench;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CrmClub.Gateway.Tests;

public sealed class RateLimitTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task Grpc_OverTheRate_IsResourceExhaustedOnHttp200WithPushback()
    {
        await using var gateway = await SlowGatewayAsync();
        using var http = new HttpClient();
        var address = new Uri(gateway.GrpcAddress, $"/{DeclarationService.Descriptor.FullName}/GetDeclaration");

        HttpResponseMessage answer;
        var tries = 0;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent([0, 0, 0, 0, 0]),
            };
            request.Content.Headers.Add("content-type", "application/grpc");
            answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        }
        while (Header(answer, "grpc-status") != "8" && ++tries < 20);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("8", Header(answer, "grpc-status"));
        Assert.Equal("1000", Header(answer, "grpc-retry-pushback-ms"));
        Assert.Equal("application/grpc", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/v1/declarations/x")]
    [InlineData("/notices/feed.json")]
    public async Task Http_OverTheRate_Is429WithRetryAfter(string path)
    {
        await using var gateway = await SlowGatewayAsync();

        HttpResponseMessage answer;
        var tries = 0;
        do
            answer = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
        while (answer.StatusCode != HttpStatusCode.TooManyRequests && ++tries < 20);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Client_OverItsRate_DoesNotTouchAnother()
    {
        await using var gateway = await SlowGatewayAsync();
        var german = TestService.With(await bench.Identity.TokenAsync("customs-de"));
        var french = TestService.With(await bench.Identity.TokenAsync("customs-fr"));

        var refused = 0;
        for (var call = 0; call < 20 && refused == 0; call++)
            refused += await CallAsync(gateway, german) == StatusCode.ResourceExhausted ? 1 : 0;

        Assert.Equal(1, refused);
        // Let in by the gateway; the service refuses the suspended system.
        Assert.Equal(StatusCode.PermissionDenied, await CallAsync(gateway, french));
    }

    [Fact]
    public async Task Calls_MoreThanMayBeUnderWay_AreRefusedUntilOneEnds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var gateway = await RunningGateway.StartAsync(
            bench.Service.HttpAddress, bench.Service.GrpcAddress, "Development",
            "--Gateway:CallsAtOnceMax=1", $"--services:tariffs:grpc:0=http://{silent.LocalEndpoint}");
        var tariffs = new TariffService.TariffServiceClient(gateway.Channel);
        using var given = new CancellationTokenSource();
        using var unanswered = tariffs.CalculateDutyAsync(new(), cancellationToken: given.Token);
        using var reached = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);

        var customs = TestService.With(await bench.Identity.TokenAsync("customs-fr"));
        Assert.Equal(StatusCode.ResourceExhausted, await CallAsync(gateway, customs));

        await given.CancelAsync();
        var after = StatusCode.ResourceExhausted;
        for (var deadline = DateTime.UtcNow.AddSeconds(10);
            after == StatusCode.ResourceExhausted && DateTime.UtcNow < deadline;)
        {
            after = await CallAsync(gateway, customs);
        }

        Assert.Equal(StatusCode.PermissionDenied, after);
    }

    [Fact]
    public void Buckets_ManyStrangers_StayBounded()
    {
        var buckets = new Buckets(Options.Create(new RateLimits()));
        for (var number = 0; number < RateLimits.BucketsMax + 2000; number++)
            buckets.TryTake(IPAddress.Loopback, new ClientKey($"client {number}", false));

        Assert.InRange(buckets.Count, 1, RateLimits.BucketsMax + 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer ..")]
    [InlineData("Bearer x.bnVsbA.y")]
    [InlineData("Bearer x.eyJhenAiOjF9.y")]
    public void ClientKey_UnreadableToken_IsAnonymous(string header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = header;

        Assert.Equal(ClientKey.Anonymous, ClientKey.Of(context.Request));
    }

    private Task<RunningGateway> SlowGatewayAsync() => RunningGateway.StartAsync(
        bench.Service.HttpAddress, bench.Service.GrpcAddress, "Development",
        "--Gateway:CallsPerSecond:System=1",
        "--Gateway:CallsPerSecond:Person=1",
        "--Gateway:CallsPerSecond:Anonymous=1");

    private static async Task<StatusCode> CallAsync(RunningGateway gateway, CallOptions options)
    {
        try
        {
            await gateway.Client.SubmitDeclarationAsync(new(), options);
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.Single()
        : answer.TrailingHeaders.TryGetValues(name, out var trailers) ? trailers.Single() : null;
}
