using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Where a service gets the token that it shows to another.</summary>
public interface IServiceTokens
{
    /// <summary>An access token with the role Club.Service, good for at least another minute.</summary>
    ValueTask<string> GetAsync(CancellationToken cancel);
}

/// <summary>
/// Client credentials at the v2.0 token endpoint, kept until shortly before they expire. Our own, because MSAL takes
/// no issuer over plain HTTP.
/// </summary>
internal sealed class ServiceTokens(HttpClient http, IConfiguration configuration, TimeProvider time) : IServiceTokens
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile Kept? _kept;

    public async ValueTask<string> GetAsync(CancellationToken cancel)
    {
        if (_kept is { } kept && kept.Expires - RenewBefore > time.GetUtcNow())
            return kept.Token;
        await _renewing.WaitAsync(cancel);
        try
        {
            if (_kept is { } renewed && renewed.Expires - RenewBefore > time.GetUtcNow())
                return renewed.Token;
            _kept = await FetchAsync(cancel);
            return _kept.Token;
        }
        // The identity server is down: a token that still holds is as good as a new one.
        catch (HttpRequestException) when (_kept is { } old && old.Expires - UsableFor > time.GetUtcNow())
        {
            return old.Token;
        }
        finally
        {
            _renewing.Release();
        }
    }

    private async Task<Kept> FetchAsync(CancellationToken cancel)
    {
        var own = configuration.GetSection("ClubIdentity");
        var audience = configuration["AzureAd:Audience"] ?? "api://crmclub";
        var address = new Uri(
            new Uri(configuration["AzureAd:Instance"] ?? "https://login.microsoftonline.com/"),
            $"{own["TenantId"]}/oauth2/v2.0/token");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = own["ClientId"] ?? "",
            ["client_secret"] = own["ClientSecret"] ?? "",
            ["scope"] = $"{audience}/.default",
        });
        using var response = await http.PostAsync(address, form, cancel);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<Answer>(cancel)
            ?? throw new HttpRequestException("The identity server answered without a token.");
        return new Kept(answer.Token, time.GetUtcNow().AddSeconds(answer.Seconds));
    }

    private sealed record Kept(string Token, DateTimeOffset Expires);

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string Token,
        [property: JsonPropertyName("expires_in")] int Seconds);
}

/// <summary>Puts the service's own token on each call to another service.</summary>
internal sealed class ServiceTokenHandler(IServiceTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(cancel));
        return await base.SendAsync(request, cancel);
    }
}
