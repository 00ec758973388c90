using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CrmClub.Web.Tests;

/// <summary>The keys by which versions are signed, as everybody gets them.</summary>
public sealed class KeyTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private const string Keys = "/.well-known/tariff.jwks.json";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Anonymous_IsTheJwkSet_ThatIsKeptAndNotSentAgain()
    {
        using var nobody = bench.Web.Browse();
        using var answer = await nobody.GetAsync(Keys, Cancel);
        using var again = new HttpRequestMessage(HttpMethod.Get, Keys);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await nobody.SendAsync(again, Cancel);

        Assert.Equal("application/jwk-set+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(StubServices.Keys, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("public, max-age=300", $"{answer.Headers.CacheControl}");
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(
            "Club.Service", new JsonWebToken(StubServices.KeysToken["Bearer ".Length..]).GetClaim("roles").Value);
    }
}
