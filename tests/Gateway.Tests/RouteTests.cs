using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tests.Bench;
using Google.Api;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace CrmClub.Gateway.Tests;

public sealed class RouteTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task Call_Grpc_ReachesItsService()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"));

        var answer = await bench.Gateway.Client.GetDeclarationAsync(new() { Mrn = "x" }, options);

        Assert.Equal("x", answer.Answer.Mrn);
    }

    [Fact]
    public async Task Call_RefusedByTheService_KeepsItsDetails()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("auditor"));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await bench.Gateway.Client.GetDeclarationAsync(new() { Mrn = "refuse" }, options));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(3, failure.GetRpcStatus()!.Details.Count);
    }

    [Fact]
    public async Task Call_Json_ReachesItsService()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/declarations/x");
        request.Headers.Authorization = new("Bearer", await bench.Identity.TokenAsync("auditor"));
        using var answer = await bench.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Call_ServiceDown_IsUnavailableInTheCallersForm()
    {
        var tariffs = new TariffService.TariffServiceClient(bench.Gateway.Channel);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await tariffs.GetTariffVersionAsync(
            new(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal("UNAVAILABLE", failure.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>().Reason);

        using var answer = await bench.Gateway.Http.GetAsync(
            "/api/v1/tariffs/version", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Call_ServiceNeverNamed_IsUnavailable()
    {
        var membership = new MembershipService.MembershipServiceClient(bench.Gateway.Channel);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await membership.ListPartiesAsync(
            new(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Call_JournalService_HasNoRoute()
    {
        var journal = new JournalService.JournalServiceClient(bench.Gateway.Channel);
        using var stream = journal.Snapshot(
            new(), TestService.With(await bench.Identity.TokenAsync("tariffs")));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    [Theory]
    [InlineData(null, StatusCode.Unimplemented)]
    [InlineData("journal", StatusCode.Unimplemented)]
    [InlineData("tariffs", StatusCode.Unavailable)]
    public async Task Call_Audit_GoesWhereItsMetadataSays(string? service, StatusCode expected)
    {
        var headers = service is null ? [] : new Metadata { { Routes.NamedService, service } };

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await new AuditService.AuditServiceClient(bench.Gateway.Channel).GetTreeHeadAsync(
                new(), headers, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(expected, failure.StatusCode);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/api/v1/journal")]
    [InlineData("/api/v1/declarationsX")]
    [InlineData("/grpc.health.v1.Health/Check")]
    [InlineData("/api/v2/declarations/x")]
    public async Task Get_NoRoute_Is404(string path)
    {
        using var answer = await bench.Gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Reflection_Production_IsNotThere()
    {
        await using var gateway = await RunningGateway.StartAsync(
            bench.Service.HttpAddress, bench.Service.GrpcAddress, "Production");

        Assert.Equal(StatusCode.Unimplemented, await ReflectAsync(gateway));
        Assert.Equal(StatusCode.OK, await ReflectAsync(bench.Gateway));
    }

    [Fact]
    public void Routes_JsonPathOfEveryContract_IsCovered()
    {
        var patterns = Routes.Public.SelectMany(area => area.Json)
            .Select(path => new Regex("^" + path.Replace("/{**rest}", "(/.*)?") + "$")).ToList();
        var paths = Routes.Public.SelectMany(area => area.Contracts).SelectMany(contract => contract.Methods)
            .Select(method => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)).OfType<HttpRule>()
            .Select(rule => rule.PatternCase == HttpRule.PatternOneofCase.Get ? rule.Get : rule.Post).ToList();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Contains(patterns, pattern => pattern.IsMatch(path)));
    }

    private static async Task<StatusCode> ReflectAsync(RunningGateway gateway)
    {
        try
        {
            using var call = new ServerReflection.ServerReflectionClient(gateway.Channel).ServerReflectionInfo(
                cancellationToken: TestContext.Current.CancellationToken);
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            Assert.Equal(Routes.Public.Sum(area => area.Contracts.Length) + Routes.Common.Count,
                call.ResponseStream.Current.ListServicesResponse.Service.Count);
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
