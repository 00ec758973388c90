using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CrmClub.Tests.Bench;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.DevIdentity.Tests;

public sealed class SignInTests(IdentityFixture bench) : IClassFixture<IdentityFixture>
{
    private const string Return = "http://127.0.0.1:9/callback";
    private const string Verifier = "a-verifier-of-at-least-forty-three-characters-0123";
    private const string Page = $"{TestIdentity.ClubTenant}/oauth2/v2.0/authorize";

    [Fact]
    public async Task Authorize_Page_ListsThePeopleOfTheTenant()
    {
        using var answer = await GetAsync(Request());
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("auditor", page);
        Assert.DoesNotContain("officer-de", page);
        Assert.DoesNotContain("auditor-secret", page);
    }

    [Theory]
    [InlineData("redirect_uri", "https://elsewhere.example/callback")]
    [InlineData("redirect_uri", "http://127.0.0.1.example/callback")]
    [InlineData("client_id", "unknown")]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    public async Task Authorize_WrongRequest_IsRefusedWithoutRedirect(string field, string value)
    {
        var request = Request();
        request[field] = value;
        using var answer = await GetAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Authorize_StateWithMarkup_IsEncoded()
    {
        var request = Request();
        request["state"] = "\"><script>alert(1)</script>";
        using var answer = await GetAsync(request);

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task Code_RightVerifier_GivesTokensOnce()
    {
        var code = await SignInAsync();

        using var answer = await RedeemAsync(code, Verifier);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var idToken = new JsonWebToken(json.GetProperty("id_token").GetString());
        Assert.Equal("n1", idToken.GetClaim("nonce").Value);
        Assert.Equal([Identities.CommandLineClientId], idToken.Audiences);
        Assert.Equal(
            ["api://crmclub"], new JsonWebToken(json.GetProperty("access_token").GetString()).Audiences);

        using var again = await RedeemAsync(code, Verifier);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task Code_WrongVerifier_IsRefused()
    {
        using var answer = await RedeemAsync(await SignInAsync(), "another-verifier-of-forty-three-characters-012345");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_WrongPassword_StaysOnThePage()
    {
        using var answer = await EnterAsync("wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Pick_RegisteredApplication_NeedsItsSecretAndNoPassword()
    {
        var form = WebRequest();
        form["username"] = "secretariat";
        using var http = Client();
        using var picked = await http.PostAsync(Page, new FormUrlEncodedContent(form), Cancel);
        Assert.Equal(HttpStatusCode.Redirect, picked.StatusCode);
        Assert.StartsWith(TestIdentity.WebReturn, picked.Headers.Location!.ToString());
        var code = QueryHelpers.ParseQuery(picked.Headers.Location.Query)["code"].ToString();

        using var stolen = await RedeemWebAsync(code, "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, stolen.StatusCode);
        using var answer = await RedeemWebAsync(code, "web-secret");
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var token = new JsonWebToken(json.GetProperty("access_token").GetString());
        Assert.Equal(TestIdentity.WebClient, token.GetClaim("azp").Value);
        Assert.Equal("Secretariat.Officer", token.GetClaim("roles").Value);
    }

    [Theory]
    [InlineData("officer-de")]
    [InlineData("nobody")]
    public async Task Pick_WhoIsNotOfTheTenant_IsRefused(string name)
    {
        var form = WebRequest();
        form["username"] = name;
        using var http = Client();
        using var answer = await http.PostAsync(Page, new FormUrlEncodedContent(form), Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Page_ItsStyle_IsAllowedByItsHashAlone()
    {
        using var answer = await GetAsync(WebRequest());
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        var style = Regex.Match(page, "<style>(.*)</style>", RegexOptions.Singleline).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains($"style-src 'sha256-{hash}'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains(">secretariat</button>", page);
    }

    [Fact]
    public async Task Logout_ForeignAddress_IsNotFollowed()
    {
        using var http = Client();
        using var answer = await http.GetAsync(
            "common/oauth2/v2.0/logout?post_logout_redirect_uri=https://elsewhere.example/",
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Dictionary<string, string?> Request() => new()
    {
        ["client_id"] = Identities.CommandLineClientId,
        ["redirect_uri"] = Return,
        ["response_type"] = "code",
        ["response_mode"] = "query",
        ["scope"] = "openid api://crmclub/.default",
        ["state"] = "s1",
        ["nonce"] = "n1",
        ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    [Fact]
    public async Task Logout_RegisteredApplication_LeadsBackWithItsState()
    {
        using var http = Client();
        using var answer = await http.GetAsync(QueryHelpers.AddQueryString("common/oauth2/v2.0/logout",
            new Dictionary<string, string?>
            {
                ["post_logout_redirect_uri"] = "http://localhost:9/signout",
                ["state"] = "s 1",
            }), Cancel);

        Assert.Equal("http://localhost:9/signout?state=s%201", answer.Headers.Location!.AbsoluteUri);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Dictionary<string, string?> WebRequest()
    {
        var request = Request();
        request["client_id"] = TestIdentity.WebClient;
        request["redirect_uri"] = TestIdentity.WebReturn;
        return request;
    }

    private Task<HttpResponseMessage> RedeemWebAsync(string code, string secret) =>
        bench.Identity.AskAsync(TestIdentity.ClubTenant, new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = TestIdentity.WebClient,
            ["client_secret"] = secret,
            ["code"] = code,
            ["redirect_uri"] = TestIdentity.WebReturn,
            ["code_verifier"] = Verifier,
        });

    private async Task<HttpResponseMessage> GetAsync(Dictionary<string, string?> request)
    {
        using var http = Client();
        return await http.GetAsync(QueryHelpers.AddQueryString(Page, request), TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> EnterAsync(string password)
    {
        var form = Request();
        form["username"] = "auditor";
        form["password"] = password;
        using var http = Client();
        return await http.PostAsync(Page, new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
    }

    private async Task<string> SignInAsync()
    {
        using var answer = await EnterAsync("auditor-secret");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(Return, answer.Headers.Location!.ToString());
        var query = QueryHelpers.ParseQuery(answer.Headers.Location.Query);
        Assert.Equal("s1", query["state"]);
        return query["code"]!;
    }

    private Task<HttpResponseMessage> RedeemAsync(string code, string verifier) =>
        bench.Identity.AskAsync(TestIdentity.ClubTenant, new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Identities.CommandLineClientId,
            ["code"] = code,
            ["redirect_uri"] = Return,
            ["code_verifier"] = verifier,
        });

    private HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(bench.Identity.Instance),
    };
}
