using System.Net;
using System.Text;
using CrmClub.Tests.Bench;
using Microsoft.AspNetCore.Builder;

namespace CrmClub.Gateway.Tests;

/// <summary>The way to the pages; what stands for them tells every path and header it saw.</summary>
public sealed class PageTests(GatewayFixture bench) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    private WebApplication _pages = null!;
    private RunningGateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var address = $"http://127.0.0.1:{Loopback.FreePort()}";
        _pages = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Loopback.NewFolder() })
            .Build();
        _pages.Urls.Add(address);
        _pages.Run(context => context.Response.WriteAsync($"{context.Request.Path} "
            + string.Join(' ', context.Request.Headers.Select(header => $"{header.Key}={header.Value}"))));
        await _pages.StartAsync(Cancel);
        _gateway = await RunningGateway.StartAsync(bench.Service.HttpAddress, bench.Service.GrpcAddress,
            "Development", $"--services:web:http:0={address}");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _pages.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/declarations")]
    [InlineData("/declarations/26DE")]
    [InlineData("/assets/club.css")]
    [InlineData("/notices/feed.json")]
    [InlineData("/notices/feed.atom")]
    [InlineData("/.well-known/tariff.jwks.json")]
    public async Task Get_Page_SeesTheSessionAndNoForeignHeader(string path)
    {
        var (status, seen) = await GetAsync(path, "*/*");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith($"{path} ", seen);
        Assert.Contains("cookie=crm=1", seen, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("accept-encoding=gzip", seen, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("if-none-match=\"tag\"", seen, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("if-modified-since=Mon, 01", seen, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("x-forwarded-host=127.0.0.1", seen, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("smuggled", seen);
    }

    [Theory]
    [InlineData("/nowhere", "text/html,application/xhtml+xml", HttpStatusCode.OK)]
    [InlineData("/nowhere", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/nowhere", "*/*", HttpStatusCode.NotFound)]
    public async Task Get_NoSuchPage_IsThePagesToSayWhereAPageIsWanted(
        string path, string accept, HttpStatusCode expected) =>
        Assert.Equal(expected, (await GetAsync(path, accept)).Status);

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Get_Probe_IsTheGatewaysOwn(string path) =>
        Assert.Equal("Healthy", (await GetAsync(path, "text/html")).Body);

    [Fact]
    public async Task Get_PagesDown_IsSaidInWords()
    {
        using var answer = await bench.Gateway.Http.GetAsync("/", Cancel);
        var words = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("can't be reached", words);
        Assert.Contains("クラブ", words);
    }

    [Fact]
    public async Task Post_FormThatIsTooLarge_IsSaidInWords()
    {
        using var form = new StringContent(
            new string('x', 3 * 1024 * 1024), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await _gateway.Http.PostAsync("/proposals/new", form, Cancel);
        var words = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("what you typed is still there", words);
        Assert.Contains("フォーム", words);
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("accept", accept);
        request.Headers.TryAddWithoutValidation("accept-encoding", "gzip");
        request.Headers.TryAddWithoutValidation("cookie", "crm=1");
        request.Headers.TryAddWithoutValidation("if-none-match", "\"tag\"");
        request.Headers.TryAddWithoutValidation("if-modified-since", "Mon, 01 Feb 2027 10:00:00 GMT");
        request.Headers.TryAddWithoutValidation("x-forwarded-for", "smuggled");
        request.Headers.TryAddWithoutValidation("x-original-url", "smuggled");
        using var answer = await _gateway.Http.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
