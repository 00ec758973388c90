using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CrmClub.DevIdentity;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tests.Bench;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.ServiceDefaults.Tests;

/// <summary>Forged tokens, and real ones that are not for us.</summary>
public sealed class TokenTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    [Fact]
    public async Task Token_Real_IsTakenAndKept()
    {
        var token = await bench.Identity.TokenAsync("customs-de");

        Assert.Equal(StatusCode.OK, await CallAsync(token));
        Assert.NotNull(bench.Service.App.Services.GetRequiredService<KeptTokens>().Find(token));
    }

    [Fact]
    public async Task Token_OfSystem_ActsUnderItsClientId()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("customs-de"));

        var answer = await bench.Service.Client.GetDeclarationAsync(new() { Mrn = "x" }, options);

        Assert.Equal(TestIdentity.ClientIdOf("customs-de"), answer.Answer.Administration);
    }

    [Fact]
    public async Task Token_Absent_IsUnauthenticated()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await bench.Service.Client.GetDeclarationAsync(
            new() { Mrn = "x" }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task Token_WithoutSignature_IsUnauthenticated(string algorithm) => Assert.Equal(
        StatusCode.Unauthenticated, await CallAsync($"{Encode(new { alg = algorithm, typ = "JWT" })}.{Payload()}."));

    [Fact]
    public async Task Token_SignatureRemoved_IsUnauthenticated()
    {
        var token = await bench.Identity.TokenAsync("customs-de");

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(token[..(token.LastIndexOf('.') + 1)]));
    }

    [Fact]
    public async Task Token_PayloadOfAnother_IsUnauthenticated()
    {
        var parts = (await bench.Identity.TokenAsync("customs-de")).Split('.');

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync($"{parts[0]}.{Payload()}.{parts[2]}"));
    }

    [Fact]
    public async Task Token_SignedByPublicKeyAsSecret_IsUnauthenticated()
    {
        var key = await PublicKeyAsync();
        var spki = RSA.Create(new RSAParameters
        {
            Modulus = Base64UrlEncoder.DecodeBytes(key.GetProperty("n").GetString()),
            Exponent = Base64UrlEncoder.DecodeBytes(key.GetProperty("e").GetString()),
        }).ExportSubjectPublicKeyInfoPem();
        var header = new { alg = "HS256", typ = "JWT", kid = key.GetProperty("kid").GetString() };
        var unsigned = $"{Encode(header)}.{Payload()}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(spki), Encoding.ASCII.GetBytes(unsigned));

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync($"{unsigned}.{Base64UrlEncoder.Encode(mac)}"));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("kid")]
    [InlineData("jwk")]
    [InlineData("jku")]
    public async Task Token_SignedByOwnKey_IsUnauthenticated(string header)
    {
        using var rsa = RSA.Create(2048);
        var stolen = header == "kid" ? (await PublicKeyAsync()).GetProperty("kid").GetString() : "own";
        var key = new RsaSecurityKey(rsa) { KeyId = stolen };
        var headers = new Dictionary<string, object>();
        if (header == "jku")
            headers["jku"] = "http://127.0.0.1:9/keys";
        if (header == "jwk")
            headers["jwk"] = JsonSerializer.SerializeToElement(new { kty = "RSA", n = "AQAB", e = "AQAB" });

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(Sign(key, headers: headers)));
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("issuerOfAnotherTenant")]
    [InlineData("expired")]
    [InlineData("notYet")]
    [InlineData("withoutTenant")]
    [InlineData("withoutClient")]
    [InlineData("withoutRoles")]
    public async Task Token_RightKeyWrongClaim_IsRefused(string wrong)
    {
        var now = DateTime.UtcNow;
        var tid = TestIdentity.GermanTenant;
        var token = wrong switch
        {
            "audience" => SignRight(audience: "api://other"),
            "issuer" => SignRight(issuer: $"http://elsewhere/{tid}/v2.0"),
            "issuerOfAnotherTenant" => SignRight(issuer: $"{bench.Identity.Instance}{TestIdentity.ClubTenant}/v2.0"),
            "expired" => SignRight(from: now.AddHours(-2), until: now.AddMinutes(-2)),
            "notYet" => SignRight(from: now.AddMinutes(2), until: now.AddHours(1)),
            "withoutTenant" => SignRight(without: "tid"),
            "withoutClient" => SignRight(without: "azp"),
            _ => SignRight(without: "roles"),
        };

        var refusals = (StatusCode[])[StatusCode.Unauthenticated, StatusCode.PermissionDenied];
        Assert.Contains(await CallAsync(token), refusals);
        Assert.Equal(StatusCode.OK, await CallAsync(SignRight()));
    }

    [Fact]
    public async Task Token_OfUnregisteredTenant_IsUnauthenticated() => Assert.Equal(
        StatusCode.Unauthenticated, await CallAsync(await bench.Identity.TokenAsync("stranger")));

    [Fact]
    public async Task Token_BeforeTheMembersAreKnown_IsUnavailable()
    {
        await using var service = await TestService.StartAsync(bench.Identity.Instance);
        var directory = (ProbeDirectory)service.App.Services.GetRequiredService<ICallerDirectory>();
        var token = await bench.Identity.TokenAsync("customs-de");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await CallAsync(await bench.Identity.TokenAsync("auditor"), service) != StatusCode.OK)
            await pace.WaitForNextTickAsync(patience.Token);

        directory.IsKnown = false;
        Assert.Equal(StatusCode.Unavailable, await CallAsync(token, service));
        directory.IsKnown = true;
        Assert.Equal(StatusCode.OK, await CallAsync(token, service));
    }

    [Fact]
    public async Task Token_OfSuspendedSystem_IsDenied() => Assert.Equal(
        StatusCode.PermissionDenied, await CallAsync(await bench.Identity.TokenAsync("customs-fr")));

    [Fact]
    public async Task Token_ForeignTenantGivesItselfTheClubsRoles_IsDenied() => Assert.Equal(
        StatusCode.PermissionDenied, await CallAsync(await bench.Identity.TokenAsync("greedy-de")));

    [Fact]
    public async Task Token_IdentityServerGoneAndBack_ServesOnAndComesBack()
    {
        var identity = await TestIdentity.StartAsync();
        var port = new Uri(identity.Instance).Port;
        await using var service = await TestService.StartAsync(identity.Instance);
        var (kept, fresh) = (await identity.TokenAsync("customs-de"), await identity.TokenAsync("auditor"));
        Assert.Equal(StatusCode.OK, await CallAsync(kept, service));
        await identity.DisposeAsync();

        Assert.Equal(StatusCode.OK, await CallAsync(kept, service));
        Assert.Equal(StatusCode.OK, await CallAsync(fresh, service));

        await using var back = await TestIdentity.StartAsync(identity.Folder, port);
        Assert.Equal(StatusCode.OK, await CallAsync(await back.TokenAsync("officer-de"), service));
    }

    [Fact]
    public async Task Service_IdentityServerDownAtStart_IsReadyOnceItComes()
    {
        var port = Loopback.FreePort();
        await using var service = await TestService.StartAsync($"http://127.0.0.1:{port}/");
        var cancel = TestContext.Current.CancellationToken;
        using (var health = await service.Http.GetAsync("/health", cancel))
            Assert.False(health.IsSuccessStatusCode);
        Assert.Equal(StatusCode.Unavailable, await CallAsync(await bench.Identity.TokenAsync("auditor"), service));
        using (var alive = await service.Http.GetAsync("/alive", cancel))
            Assert.True(alive.IsSuccessStatusCode);

        await using var identity = await TestIdentity.StartAsync(port: port);
        var token = await identity.TokenAsync("customs-de");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await CallAsync(token, service) != StatusCode.OK)
            await pace.WaitForNextTickAsync(patience.Token);
        using var ready = await service.Http.GetAsync("/health", cancel);
        Assert.True(ready.IsSuccessStatusCode);
    }

    private async Task<StatusCode> CallAsync(string token, TestService? service = null)
    {
        try
        {
            await (service ?? bench.Service).Client.GetDeclarationAsync(new() { Mrn = "x" }, TestService.With(token));
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private async Task<JsonElement> PublicKeyAsync()
    {
        var json = await bench.Identity.Http.GetStringAsync(
            $"{TestIdentity.ClubTenant}/discovery/v2.0/keys", TestContext.Current.CancellationToken);
        return JsonDocument.Parse(json).RootElement.GetProperty("keys")[0];
    }

    private string SignRight(
        string? audience = null, string? issuer = null, DateTime? from = null, DateTime? until = null,
        string? without = null)
    {
        var key = SigningKey.LoadOrCreate(Path.Combine(bench.Identity.Folder, "identity-key.pem"));
        return Sign(key.Credentials.Key, audience, issuer, from, until, without);
    }

    private string Sign(
        SecurityKey key, string? audience = null, string? issuer = null, DateTime? from = null, DateTime? until = null,
        string? without = null, Dictionary<string, object>? headers = null)
    {
        var claims = Claims();
        claims.Remove(without ?? "");
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience ?? "api://crmclub",
            Issuer = issuer ?? $"{bench.Identity.Instance}{TestIdentity.GermanTenant}/v2.0",
            NotBefore = from ?? DateTime.UtcNow,
            IssuedAt = from ?? DateTime.UtcNow,
            Expires = until ?? DateTime.UtcNow.AddHours(1),
            Claims = claims,
            AdditionalHeaderClaims = headers,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });
    }

    private string Payload()
    {
        var claims = Claims();
        claims["aud"] = "api://crmclub";
        claims["iss"] = $"{bench.Identity.Instance}{TestIdentity.GermanTenant}/v2.0";
        claims["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        return Encode(claims);
    }

    private static Dictionary<string, object> Claims() => new()
    {
        ["azp"] = TestIdentity.ClientIdOf("customs-de"),
        ["idtyp"] = "app",
        ["oid"] = "0e000000-0000-4000-8000-000000000001",
        ["roles"] = new[] { "Customs.System" },
        ["tid"] = TestIdentity.GermanTenant,
        ["ver"] = "2.0",
    };

    private static string Encode(object part) => Base64UrlEncoder.Encode(JsonSerializer.Serialize(part));
}
