using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CrmClub.Tests.Bench;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CrmClub.DevIdentity.Tests;

public sealed class TokenEndpointTests(IdentityFixture bench) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task ClientCredentials_System_HasTheClaimsOfEntra()
    {
        var token = new JsonWebToken(await bench.Identity.TokenAsync("customs-de"));

        Assert.Equal("RS256", token.Alg);
        Assert.Equal(["api://crmclub"], token.Audiences);
        Assert.Equal($"{bench.Identity.Instance}{TestIdentity.GermanTenant}/v2.0", token.Issuer);
        Assert.Equal(TestIdentity.GermanTenant, token.GetClaim("tid").Value);
        Assert.Equal(TestIdentity.ClientIdOf("customs-de"), token.GetClaim("azp").Value);
        Assert.Equal(token.Subject, token.GetClaim("oid").Value);
        Assert.Equal("app", token.GetClaim("idtyp").Value);
        Assert.Equal("2.0", token.GetClaim("ver").Value);
        var roles = token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value);
        Assert.Equal(["Customs.System"], roles);
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.ValidFrom);
    }

    [Fact]
    public async Task Password_Person_IsNoApplication()
    {
        var token = new JsonWebToken(await bench.Identity.TokenAsync("auditor"));

        Assert.False(token.TryGetClaim("idtyp", out _));
        Assert.Equal("access_as_user", token.GetClaim("scp").Value);
        Assert.Equal("0b000000-0000-4000-8000-000000000004", token.GetClaim("oid").Value);
        Assert.Equal(Identities.CommandLineClientId, token.GetClaim("azp").Value);
    }

    [Fact]
    public async Task ClientCredentials_WrongSecret_IsInvalidClient()
    {
        using var answer = await bench.Identity.SystemAsync("customs-de", "customs-fr-secret");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_client", await ErrorAsync(answer));
    }

    [Fact]
    public async Task ClientCredentials_OtherTenant_IsInvalidClient()
    {
        using var answer = await bench.Identity.AskAsync(TestIdentity.FrenchTenant, new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = TestIdentity.ClientIdOf("customs-de"),
            ["client_secret"] = "customs-de-secret",
            ["scope"] = "api://crmclub/.default",
        });

        Assert.Equal("invalid_client", await ErrorAsync(answer));
    }

    [Theory]
    [InlineData("auditor", "wrong", null, "invalid_grant")]
    [InlineData("auditor", "", null, "invalid_grant")]
    [InlineData("auditor", "auditor-secret", TestIdentity.GermanTenant, "invalid_grant")]
    [InlineData("auditor", "auditor-secret", "nowhere", "invalid_tenant")]
    public async Task Password_Wrong_IsRefused(string name, string password, string? tenant, string error)
    {
        using var answer = await bench.Identity.PersonAsync(name, password, tenant);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, await ErrorAsync(answer));
    }

    [Theory]
    [InlineData("common")]
    [InlineData("organizations")]
    [InlineData(TestIdentity.GermanTenant)]
    public async Task Discovery_Tenant_NamesItsAddresses(string tenant)
    {
        var document = await bench.Identity.Http.GetFromJsonAsync<JsonElement>(
            $"{tenant}/v2.0/.well-known/openid-configuration", TestContext.Current.CancellationToken);

        var expected = tenant == TestIdentity.GermanTenant ? tenant : "{tenantid}";
        Assert.Equal($"{bench.Identity.Instance}{expected}/v2.0", document.GetProperty("issuer").GetString());
        Assert.Equal(
            $"{bench.Identity.Instance}{tenant}/oauth2/v2.0/token", document.GetProperty("token_endpoint").GetString());
    }

    [Fact]
    public async Task Discovery_UnknownTenant_IsRefused()
    {
        using var answer = await bench.Identity.Http.GetAsync(
            "nowhere/v2.0/.well-known/openid-configuration", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Identity_TakenOutOfTheFile_GetsNoTokenAnyMore()
    {
        await using var identity = await TestIdentity.StartAsync();
        await identity.TokenAsync("customs-de");

        var file = TestIdentity.WriteIdentities(identity.Folder, without: "customs-de");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(1));
        using var answer = await identity.SystemAsync("customs-de", "customs-de-secret");

        Assert.Equal("invalid_client", await ErrorAsync(answer));
    }

    private static async Task<string?> ErrorAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
            .GetProperty("error").GetString();
}

/// <summary>One identity server for the tests of a class.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    internal TestIdentity Identity { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Identity = await TestIdentity.StartAsync();

    public ValueTask DisposeAsync() => Identity.DisposeAsync();
}
