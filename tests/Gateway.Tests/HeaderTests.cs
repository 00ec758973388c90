using System.Net;
using System.Text;
using System.Text.Json;
using CrmClub.Tests.Bench;
using Grpc.Core;

namespace CrmClub.Gateway.Tests;

/// <summary>What passes the door; the probe service tells every header it saw.</summary>
public sealed class HeaderTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    // Names by which a service behind some proxy believes who calls and what was asked, and some of our own.
    private static readonly string[] Smuggled =
    [
        "forwarded", "x-forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto",
        "x-forwarded-prefix", "x-forwarded-client-cert", "x-original-for", "x-original-host", "x-original-proto",
        "x-original-url", "x-rewrite-url", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip",
        "cf-connecting-ip", "x-client-cert", "x-arr-clientcert", "x-ssl-client-cert", "ssl-client-verify",
        "x-ms-client-principal", "x-ms-client-principal-id", "x-ms-client-principal-name", "x-ms-client-principal-idp",
        "x-ms-token-aad-access-token", "x-http-method-override", "x-http-method", "x-method-override",
        "x-crm-caller", "x-crm-roles", "x-crm-administration", "crmclub-service", "cookie", "baggage",
        "correlation-context", "tracestate", "via", "proxy-authorization", "remote-user", "x-remote-user",
    ];

    // What a service may see at all; the last ones are the gateway's own.
    private static readonly string[] Let =
    [
        .. Headers.Passed, "te", "user-agent", "x-request-id", "traceparent",
        "host", "content-length", "transfer-encoding", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
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
        // A header that is named in Connection is a proxy's to drop: not the one that says who calls.
        request.Headers.TryAddWithoutValidation("connection", "keep-alive, authorization, x-forwarded-for");
        request.Headers.UserAgent.ParseAdd(new string('a', 500));
        using var answer = await bench.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .RootElement.GetProperty("answer").GetProperty("cause").GetString()!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        NothingElseIsSeen(seen);
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
        foreach (var name in new[] { "x-secret-bin", "grpc-trace-bin", "grpc-tags-bin", "grpc-status-details-bin" })
            options.Headers!.Add(name, "smuggled"u8.ToArray());
        options.Headers!.Add("x-request-id", "r1");

        var answer = await bench.Gateway.Client.SubmitDeclarationAsync(new(), options);

        NothingElseIsSeen(answer.Answer.Cause);
        Assert.Contains("x-request-id=r1", answer.Answer.Cause);
    }

    private static void NothingElseIsSeen(string seen)
    {
        Assert.DoesNotContain("smuggled", seen);
        // "name=value" one after another.
        var names = seen.Replace("; charset=", ";", StringComparison.Ordinal).Split(' ')
            .Where(word => word.Contains('=')).Select(word => word[..word.IndexOf('=')]);
        Assert.Empty(names.Except(Let));
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
