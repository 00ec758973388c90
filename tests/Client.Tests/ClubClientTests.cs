using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Status = Grpc.Core.Status;

namespace CrmClub.Client.Tests;

public sealed class ClubClientTests
{
    private static readonly SubmitDeclarationRequest Request = new() { RequestId = "one" };

    [Fact]
    public async Task CallAsync_UnavailableTwice_AsksAgainWithTheSameRequestId()
    {
        var gateway = new Gateway();
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.Unavailable, "")));
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.Unavailable, "")));
        await using var server = await gateway.StartAsync();
        using var client = Client(server);

        var response = await SubmitAsync(client);

        Assert.Equal("M", response.Answer.Mrn);
        Assert.Equal(["one", "one", "one"], gateway.Asked.Select(a => a.RequestId));
        Assert.Equal(1, gateway.TokensGiven);
    }

    [Fact]
    public async Task CallAsync_ServerStartsLater_IsAnsweredWithinTheTime()
    {
        var gateway = new Gateway();
        var first = await gateway.StartAsync();
        using var client = Client(first);
        await SubmitAsync(client);
        var port = Address(first, http2: true).Port;
        await first.StopAsync(TestContext.Current.CancellationToken);
        await first.DisposeAsync();

        var answer = SubmitAsync(client);
        Assert.False(answer.IsCompleted);
        await using var second = await gateway.StartAsync(port);

        Assert.Equal("M", (await answer).Answer.Mrn);
    }

    [Fact]
    public async Task CallAsync_NobodyListens_FailsUnavailableWhenTimeIsOver()
    {
        using var tokens = new TokenSource(new Uri("http://127.0.0.1:9/token"), new Dictionary<string, string>());
        using var client = new ClubClient(new Uri("http://127.0.0.1:9"), tokens);

        var thrown = await Assert.ThrowsAsync<SignInException>(() => SubmitAsync(client, TimeSpan.FromSeconds(1)));

        Assert.False(thrown.IsRefusal);
    }

    [Fact]
    public async Task CallAsync_Refused_FailsAtOnceWithReasonAndViolations()
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = "1 rule is broken." };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = "VALIDATION_FAILED", Domain = "crmclub" }));
        status.Details.Add(Any.Pack(new Contracts.Common.V1.ViolationList
        {
            Violations = { new Contracts.Common.V1.Violation { Field = "lrn" } },
        }));
        var gateway = new Gateway();
        gateway.Answers.Enqueue(status.ToRpcException());
        await using var server = await gateway.StartAsync();
        using var client = Client(server);

        var refusal = Refusal.From(await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(client)));

        Assert.Equal("VALIDATION_FAILED", refusal.Reason);
        Assert.Equal("lrn", Assert.Single(refusal.Violations).Field);
        Assert.Single(gateway.Asked);
    }

    [Fact]
    public void From_ACallThatRanOutOfTimeHere_SaysSo()
    {
        var ended = new RpcException(new Status(StatusCode.DeadlineExceeded, ""));

        Assert.StartsWith("The club did not answer in time", Refusal.From(ended).Message);
    }

    [Fact]
    public async Task CallAsync_OverloadedTwice_WaitsOnceAsAskedThenFails()
    {
        var pushed = new Metadata { { "grpc-retry-pushback-ms", "50" } };
        var gateway = new Gateway();
        for (var i = 0; i < 3; i++)
            gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.ResourceExhausted, ""), pushed));
        await using var server = await gateway.StartAsync();
        using var client = Client(server);

        await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(client));

        Assert.Equal(2, gateway.Asked.Count);
    }

    [Fact]
    public async Task CallAsync_TokenRefused_SignsInAgainOnce()
    {
        var gateway = new Gateway();
        gateway.Answers.Enqueue(new RpcException(new Status(StatusCode.Unauthenticated, "")));
        await using var server = await gateway.StartAsync();
        using var client = Client(server);

        await SubmitAsync(client);

        Assert.Equal(["Bearer token-1", "Bearer token-2"], gateway.Asked.Select(a => a.Token));
    }

    [Fact]
    public async Task CallAsync_SignInRefused_FailsAtOnce()
    {
        await using var server = await new Gateway().StartAsync();
        using var client = Client(server, "refused");

        var thrown = await Assert.ThrowsAsync<SignInException>(() => SubmitAsync(client));

        Assert.True(thrown.IsRefusal);
    }

    [Fact]
    public async Task CallAsync_Cancelled_ThrowsOperationCanceled()
    {
        var gateway = new Gateway();
        await using var server = await gateway.StartAsync();
        using var client = Client(server);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CallAsync(
            o => client.Declarations.SubmitDeclarationAsync(Request, o), cancel: cancel.Token));
    }

    private static Task<SubmitDeclarationResponse> SubmitAsync(ClubClient client, TimeSpan? within = null) =>
        client.CallAsync(o => client.Declarations.SubmitDeclarationAsync(Request, o), within,
            TestContext.Current.CancellationToken);

    internal static ClubClient Client(WebApplication server, string path = "token") => new(
        Address(server, http2: true),
        TokenSource.ForSystem(new Uri(Address(server, http2: false), path), "id", "secret"));

    private static Uri Address(WebApplication server, bool http2) =>
        new(http2 ? server.Urls.First() : server.Urls.Last());
}
