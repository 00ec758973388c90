using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Tests.Bench;
using Microsoft.AspNetCore.Builder;

namespace CrmClub.Web.Tests;

/// <summary>The pages before an identity server and services, all in this process.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _running = [];

    internal TestIdentity Identity { get; private set; } = null!;

    internal StubServices Services { get; private set; } = null!;

    internal RunningWeb Web { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _running.Add(Identity = await TestIdentity.StartAsync());
        _running.Add(Services = await StubServices.StartAsync());
        _running.Add(Web = await RunningWeb.StartAsync(Identity.Instance, Services.Address));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_running))
            await part.DisposeAsync();
    }
}

internal sealed class RunningWeb(WebApplication app, string address) : IAsyncDisposable
{
    internal IServiceProvider Services => app.Services;

    internal static async Task<RunningWeb> StartAsync(string instance, string services, params string[] more)
    {
        var port = Loopback.FreePort();
        var app = WebHost.Build([.. Settings(instance, services, "Development"), .. more,
            $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{port}"]);
        await app.StartAsync();
        return new RunningWeb(app, $"http://127.0.0.1:{port}");
    }

    internal static string[] Settings(string instance, string services, string environment) =>
    [
        $"--environment={environment}",
        $"--contentRoot={Loopback.NewFolder()}",
        "--AllowedHosts=localhost;127.0.0.1",
        "--Kestrel:Endpoints:http:Protocols=Http1",
        $"--AzureAd:Instance={instance}",
        $"--AzureAd:TenantId={TestIdentity.ClubTenant}",
        $"--AzureAd:ClientId={TestIdentity.WebClient}",
        "--AzureAd:ClientSecret=web-secret",
        $"--ClubIdentity:TenantId={TestIdentity.ClubTenant}",
        $"--ClubIdentity:ClientId={TestIdentity.WebClient}",
        "--ClubIdentity:ClientSecret=web-secret",
        $"--services:membership:grpc:0={services}",
        $"--services:tariffs:grpc:0={services}",
        $"--services:suppliers:grpc:0={services}",
        $"--services:declarations:grpc:0={services}",
        "--Logging:LogLevel:Default=Critical",
    ];

    /// <summary>A browser that follows no redirect by itself and comes through a gateway at another address.</summary>
    internal Browsing Browse(string language = "en") => new(address, language);

    /// <summary>A browser at which that person has signed in.</summary>
    internal async Task<Browsing> SignedInAsync(string name, CancellationToken cancel, string language = "en")
    {
        var person = Browse(language);
        await person.SignInAsync(name, cancel);
        return person;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>One person at a browser without a script.</summary>
internal sealed class Browsing : IDisposable
{
    private static readonly Uri Gateway = new(TestIdentity.WebReturn);

    private readonly HttpClient _http;

    internal Browsing(string address, string language)
    {
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        _http.DefaultRequestHeaders.Add("x-forwarded-host", Gateway.Authority);
        _http.DefaultRequestHeaders.Add("x-forwarded-proto", "http");
        _http.DefaultRequestHeaders.Add("accept-language", language);
    }

    /// <summary>Comes in by the identity server as that person.</summary>
    internal async Task SignInAsync(string name, CancellationToken cancel)
    {
        using var led = await _http.GetAsync("/", cancel);
        Assert.Equal(HttpStatusCode.Redirect, led.StatusCode);
        Assert.Equal("/", await SignInAsync(name, led.Headers.Location!, cancel));
    }

    /// <summary>Answers that question of the identity server; where it then leads.</summary>
    internal async Task<string> SignInAsync(string name, Uri question, CancellationToken cancel)
    {
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(question.Query)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        form["username"] = name;
        using var identity = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var picked = await identity.PostAsync(
            question.GetLeftPart(UriPartial.Path), new FormUrlEncodedContent(form), cancel);
        Assert.Equal(HttpStatusCode.Redirect, picked.StatusCode);
        using var back = await _http.GetAsync(picked.Headers.Location!.PathAndQuery, cancel);
        return back.Headers.Location!.ToString().Replace(Gateway.GetLeftPart(UriPartial.Authority), "");
    }

    internal Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancel) => _http.GetAsync(path, cancel);

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
        _http.SendAsync(request, cancel);

    internal async Task<string> TextAsync(string path, CancellationToken cancel)
    {
        using var answer = await GetAsync(path, cancel);
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    internal Task<HttpResponseMessage> PostAsync(string path, CancellationToken cancel, params string[][] fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field[0], field[1]))), cancel);

    /// <summary>What a form of the page carries as proof that it is ours.</summary>
    internal static string TokenOf(string page) =>
        Regex.Match(page, "name=\"token\" value=\"([^\"]+)\"").Groups[1].Value;

    public void Dispose() => _http.Dispose();
}

/// <summary>What is read in a page's text.</summary>
internal static class PageText
{
    /// <summary>What a field of the page's form holds.</summary>
    internal static string FieldOf(this string page, string name) =>
        Regex.Match(page, $"name=\"Form.{name}\" value=\"([^\"]*)\"").Groups[1].Value;
}
