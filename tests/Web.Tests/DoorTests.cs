using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CrmClub.Tests.Bench;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CrmClub.Web.Tests;

/// <summary>Who comes in, and what a browser may do with what it gets.</summary>
public sealed class DoorTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/declarations")]
    [InlineData("/declarations/26DE0")]
    public async Task Anonymous_AnyPage_IsLedToSignIn(string path)
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(path, Cancel);
        var question = answer.Headers.Location!.ToString();

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(bench.Identity.Instance, question);
        Assert.Contains("response_type=code", question);
        Assert.Contains("code_challenge_method=S256", question);
        Assert.Contains($"redirect_uri={Uri.EscapeDataString(TestIdentity.WebReturn)}", question);
    }

    [Fact]
    public async Task Secretariat_Call_BearsThePersonsOwnToken()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        await person.TextAsync("/", Cancel);

        var token = new JsonWebToken(StubServices.Token["Bearer ".Length..]);
        Assert.Equal(TestIdentity.WebClient, token.GetClaim("azp").Value);
        Assert.Equal("secretariat", token.GetClaim("preferred_username").Value);
    }

    [Fact]
    public async Task OtherRole_Page_IsRefusedInWords()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("auditor", Cancel);
        using var answer = await person.GetAsync("/", Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("These pages are for the secretariat", page);
        Assert.Contains("Your roles: Auditor", page);
    }

    [Fact]
    public async Task SignOut_WithTheFormsToken_EndsTheSession()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        var page = await person.TextAsync("/", Cancel);

        using var answer = await person.PostAsync("/sign-out", Cancel, ["token", Browsing.TokenOf(page)]);
        using var after = await person.GetAsync("/", Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/oauth2/v2.0/logout", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);

        using var identity = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var left = await identity.GetAsync(answer.Headers.Location, Cancel);
        using var back = await person.GetAsync(left.Headers.Location!.PathAndQuery, Cancel);
        Assert.EndsWith("/signed-out", back.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/preferences")]
    public async Task Post_WithoutTheFormsToken_IsRefusedByAPage(string path)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        await person.TextAsync("/", Cancel);

        using var answer = await person.PostAsync(path, Cancel, ["language", "ja"]);
        using var after = await person.GetAsync("/", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("can&#x27;t be taken", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("/declarations?after=x", "/declarations?after=x")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("", "/")]
    public async Task Preferences_Chosen_StayAndLeadBackHere(string back, string expected)
    {
        using var anybody = bench.Web.Browse();
        var page = await anybody.TextAsync("/signed-out", Cancel);

        using var answer = await anybody.PostAsync("/preferences", Cancel, ["token", Browsing.TokenOf(page)],
            ["language", "ja"], ["theme", "dark"], ["back", back]);
        page = await anybody.TextAsync("/signed-out", Cancel);

        Assert.Equal(expected, answer.Headers.Location?.ToString());
        Assert.Contains("<html lang=\"ja\" data-theme=\"dark\">", page);
    }

    [Fact]
    public async Task Headers_AnyAnswer_AllowNothingThatIsNotNamed()
    {
        using var person = bench.Web.Browse();
        foreach (var path in new[] { "/signed-out", "/nowhere", "/" })
        {
            using var answer = await person.GetAsync(path, Cancel);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy);
            Assert.Contains($"form-action 'self' {bench.Identity.Instance.TrimEnd('/')};", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task Cookies_All_AreForThisHostAndNoScript()
    {
        using var person = bench.Web.Browse();
        using var question = await person.GetAsync("/", Cancel);
        using var form = await person.GetAsync("/signed-out", Cancel);
        var cookies = question.Headers.GetValues("Set-Cookie").Concat(form.Headers.GetValues("Set-Cookie")).ToList();

        Assert.Equal(3, cookies.Count);
        Assert.All(cookies, cookie =>
        {
            Assert.Contains("httponly", cookie);
            Assert.Matches("samesite=(lax|strict)", cookie);
            Assert.DoesNotContain("domain", cookie);
        });
    }

    [Fact]
    public async Task Style_InThePage_IsTheOneThatThePolicyNames()
    {
        using var anybody = bench.Web.Browse();
        using var answer = await anybody.GetAsync("/signed-out", Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        var style = Encoding.UTF8.GetBytes(page.Split("<style>")[1].Split("</style>")[0]);

        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(style))}';",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        using var small = new MemoryStream();
        using (var gzip = new GZipStream(small, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(style);
        Assert.InRange(small.Length, 1, 10_000);
    }

    [Fact]
    public async Task Scripts_OnPagesInsideAlone_AreAllowedAndKeptForGood()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        using var live = await person.GetAsync("/declarations", Cancel);
        var page = await live.Content.ReadAsStringAsync(Cancel);
        var address = Regex.Match(page, "<script src=\"(/assets/live[^\"]+)\" defer></script>").Groups[1].Value;
        using var answer = await person.GetAsync(address, Cancel);
        using var inside = await person.GetAsync("/members", Cancel);
        using var other = await person.GetAsync("/register", Cancel);

        Assert.EndsWith("; script-src 'self'; connect-src 'self'", PolicyOf(live));
        Assert.EndsWith("; script-src 'self'", PolicyOf(inside));
        Assert.DoesNotContain("script-src", PolicyOf(other));
        Assert.DoesNotContain("<script", await other.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl is { Public: true, NoStore: false });

        static string PolicyOf(HttpResponseMessage page) => page.Headers.GetValues("Content-Security-Policy").Single();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/", true, "plain HTTP")]
    [InlineData("https://login.microsoftonline.com/", false, "Web:KeysFolder")]
    public void Build_ProductionWithADevelopersSetting_IsRefused(string instance, bool keys, string words)
    {
        string[] settings = [.. RunningWeb.Settings(instance, "http://127.0.0.1:9", "Production"),
            .. keys ? [$"--Web:KeysFolder={Loopback.NewFolder()}"] : Array.Empty<string>()];

        var refusal = Assert.Throws<InvalidOperationException>(() => WebHost.Build(settings));

        Assert.Contains(words, refusal.Message);
    }

    [Fact]
    public async Task Kestrel_Running_HasTheLimits()
    {
        RunningKestrel.HasTheLimits(bench.Web.Services);
        using var anybody = bench.Web.Browse();
        Assert.Equal("Healthy", await anybody.TextAsync("/health", Cancel));
    }
}
