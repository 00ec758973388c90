using System.Net;
using System.Text;
using System.Text.Json;
using CrmClub.Tests.Bench;
using Grpc.Core;

namespace CrmClub.Gateway.Tests;

/// <summary>What passes the door; the probe service tells every header it saw.</summary>
public sealed class HeaderTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    private static readonly string[] Smuggled =
    [
        "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix", "x-original-for",
        "x-original-url", "x-real-ip", "x-client-cert", "x-arr-clientcert", "x-ms-client-principal",
        "x-ms-client-principal-id", "x-http-method-override", "x-crm-caller", "cookie", "baggage",
        "correlation-context", "crmclub-service", "via",
    ];

    [Fact]
    public async Task Json_SmuggledHeaders_ReachNoService()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/declarations")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", await bench.Identity.TokenAsync("customs-de"));
        foreach (var name in Smuggled)
            request.Headers.TryAddWithoutValidation(name, "smuggled=1");
        request.Headers.UserAgent.ParseAdd(new string('a', 500));
        using var answer = await bench.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .RootElement.GetProperty("answer").GetProperty("cause").GetString()!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("smuggled", seen);
        Assert.Contains("x-forwarded-for=127.0.0.1", seen);
        Assert.Contains("user-agent=" + new string('a', Headers.UserAgentLengthMax) + " ", seen + " ");
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Grpc_SmuggledMetadata_ReachesNoService()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("customs-de"));
        foreach (var name in Smuggled)
            options.Headers!.Add(name, "smuggled=1");
        options.Headers!.Add("x-secret-bin", "smuggled"u8.ToArray());
        options.Headers.Add("x-request-id", "r1");

        var answer = await bench.Gateway.Client.SubmitDeclarationAsync(new(), options);

        Assert.DoesNotContain("smuggled", answer.Answer.Cause);
        Assert.DoesNotContain("x-secret-bin", answer.Answer.Cause);
        Assert.Contains("x-request-id=r1", answer.Answer.Cause);
    }

    [Fact]
    public async Task Grpc_TooMuchMetadata_IsRefused()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("customs-de"));
        options.Headers!.Add("x-large", new string('x', 17 * 1024));

        await Assert.ThrowsAsync<RpcException>(
            async () => await bench.Gateway.Client.SubmitDeclarationAsync(new(), options));
    }

    [Fact]
    public async Task Grpc_BodyTooLarge_IsRefusedInGrpcForm()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("customs-de"));
        var request = new Contracts.Declarations.V1.SubmitDeclarationRequest { RequestId = new string('x', 1_200_000) };

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await bench.Gateway.Client.SubmitDeclarationAsync(request, options));

        Assert.Contains(
            failure.StatusCode, (StatusCode[])[StatusCode.InvalidArgument, StatusCode.ResourceExhausted]);
    }
}
