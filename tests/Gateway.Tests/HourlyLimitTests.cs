using System.Net;
using System.Text;
using CrmClub.Contracts.Suppliers.V1;
using Google.Rpc;
using Grpc.Core;

namespace CrmClub.Gateway.Tests;

/// <summary>What is open to all and makes work for people. Nobody is behind the door here: it counts alone.</summary>
public sealed class HourlyLimitTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    private const string File = "/api/v1/suppliers/grievances:file";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grievances_ByWhicheverWay_AreFiveAnHourFromOneAddress()
    {
        await using var gateway = await GatewayAsync();

        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await PostAsync(gateway, File)).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await PostAsync(gateway, File + "/")).StatusCode);
        Assert.NotEqual(
            HttpStatusCode.TooManyRequests,
            (await PostAsync(gateway, "/API/v1/Suppliers/grievances%3Afile")).StatusCode);
        Assert.NotEqual(StatusCode.ResourceExhausted, (await FileAsync(gateway)).StatusCode);
        Assert.NotEqual(StatusCode.ResourceExhausted, (await FileAsync(gateway)).StatusCode);
        var byJson = await PostAsync(gateway, File);
        var byGrpc = await FileAsync(gateway);

        Assert.Equal(HttpStatusCode.TooManyRequests, byJson.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(12), byJson.Headers.RetryAfter!.Delta);
        Assert.Equal(StatusCode.ResourceExhausted, byGrpc.StatusCode);
        Assert.Equal(
            TimeSpan.FromMinutes(12), byGrpc.GetRpcStatus()!.GetDetail<RetryInfo>().RetryDelay.ToTimeSpan());
        using var form = new FormUrlEncodedContent([]);
        var byPage = await gateway.Http.PostAsync("/register/grievances", form, Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, byPage.StatusCode);
        Assert.Contains("12分後", await byPage.Content.ReadAsStringAsync(Cancel));
        Assert.NotEqual(
            HttpStatusCode.TooManyRequests, (await gateway.Http.GetAsync("/register/grievances", Cancel)).StatusCode);
        // Whoever has used theirs up may still ask how far theirs are, and all else.
        Assert.NotEqual(
            HttpStatusCode.TooManyRequests,
            (await PostAsync(gateway, "/api/v1/suppliers/grievances:status")).StatusCode);
        Assert.NotEqual(
            HttpStatusCode.TooManyRequests, (await gateway.Http.GetAsync("/api/v1/suppliers/x", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("GrievancesInAll", File)]
    [InlineData("Receipts", "/api/v1/suppliers/grievances:status")]
    public async Task Calls_OverALimitAnHour_AreRefused(string limit, string path)
    {
        await using var gateway = await GatewayAsync($"--Gateway:CallsPerHour:{limit}=2");

        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await PostAsync(gateway, path)).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await PostAsync(gateway, path)).StatusCode);
        var refused = await PostAsync(gateway, path);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(30), refused.Headers.RetryAfter!.Delta);
    }

    private Task<RunningGateway> GatewayAsync(params string[] settings) => RunningGateway.StartAsync(
        bench.Service.HttpAddress, bench.Service.GrpcAddress, "Development",
        ["--services:suppliers:http:0=http://127.0.0.1:9", "--services:suppliers:grpc:0=http://127.0.0.1:9",
            .. settings]);

    private static async Task<HttpResponseMessage> PostAsync(RunningGateway gateway, string path)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        return await gateway.Http.PostAsync(path, body, Cancel);
    }

    private static async Task<RpcException> FileAsync(RunningGateway gateway) => await Assert.ThrowsAsync<RpcException>(
        async () => await new GrievanceService.GrievanceServiceClient(gateway.Channel).FileGrievanceAsync(
            new(), cancellationToken: Cancel));
}
