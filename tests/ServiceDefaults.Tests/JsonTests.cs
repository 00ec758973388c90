using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CrmClub.Tests.Bench;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class JsonTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Body_OfTheContract_IsTaken()
    {
        var (status, answer) = await PostAsync("""{"declaration":{"lrn":"L1"}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("L1", answer.GetProperty("answer").GetProperty("lrn").GetString());
    }

    [Fact]
    public async Task Body_UnknownFields_AreAllNamed()
    {
        var (status, answer) = await PostAsync("""{"declaration":{"lrm":"L1","items":[{"masss":"1"}]},"extra":1}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(3, answer.GetProperty("code").GetInt32());
        var text = answer.ToString();
        Assert.All((string[])["lrm", "masss", "extra", "UNKNOWN_FIELD"], name => Assert.Contains(name, text));
    }

    [Theory]
    [InlineData("""{"declaration":{"lrn":"L1" """)]
    [InlineData("")]
    [InlineData("[]")]
    public async Task Body_Malformed_IsRefused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body)).Status);

    [Fact]
    public async Task Body_TooDeep_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"declaration":""", 100_000));

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(deep)).Status);
    }

    [Theory]
    [InlineData("/api/v1/declarations?pageSize=5&page_token=&knownAs=x", "knownAs")]
    [InlineData("/api/v1/declarations/x?asOff=2027-01-01", "asOff")]
    public async Task Query_UnknownParameter_IsNamed(string path, string name)
    {
        var (status, answer) = await SendAsync(HttpMethod.Get, path, null);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var violations = answer.GetProperty("details").EnumerateArray()
            .Single(detail => detail.GetProperty("@type").GetString()!.EndsWith("google.rpc.BadRequest"))
            .GetProperty("fieldViolations").EnumerateArray();
        Assert.Equal([name], violations.Select(violation => violation.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Token_Absent_Is401WithTheReason()
    {
        using var answer = await bench.Service.Http.GetAsync(
            "/api/v1/declarations/x", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(16, JsonDocument.Parse(body).RootElement.GetProperty("code").GetInt32());
        Assert.Contains("UNAUTHENTICATED", body);
    }

    [Fact]
    public async Task Refusal_WithViolations_IsReadableOverJson()
    {
        var (status, answer) = await SendAsync(HttpMethod.Get, "/api/v1/declarations/refuse", null);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("items[1].origin", answer.ToString());
        Assert.Contains("crmclub.common.v1.ViolationList", answer.ToString());
    }

    private Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string body) =>
        SendAsync(HttpMethod.Post, "/api/v1/declarations", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(
        HttpMethod method, string path, HttpContent? content)
    {
        var token = await bench.Identity.TokenAsync("customs-de");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await bench.Service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonDocument.Parse(text).RootElement);
    }
}
