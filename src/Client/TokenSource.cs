using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace CrmClub.Client;

/// <summary>
/// Tokens of an OAuth 2.0 token endpoint, kept until shortly before they expire. While the endpoint is down, a token
/// that still counts is used on.
/// </summary>
public sealed class TokenSource : ITokenSource, IDisposable
{
    /// <summary>Scope that asks for all the roles a system has in the club.</summary>
    public const string SystemScope = "api://crmclub/.default";

    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly Uri _endpoint;
    private readonly IReadOnlyDictionary<string, string> _form;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = RequestTimeout };
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile Kept? _kept;

    /// <summary>Tokens for the fields of a token request (RFC 6749).</summary>
    /// <param name="endpoint">For instance "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token".</param>
    /// <param name="form">Fields of the request.</param>
    /// <param name="time">The clock by which tokens expire.</param>
    public TokenSource(Uri endpoint, IReadOnlyDictionary<string, string> form, TimeProvider? time = null)
    {
        _endpoint = endpoint;
        _form = form;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Tokens of a customs system, by its client id and secret.</summary>
    public static TokenSource ForSystem(
        Uri endpoint, string clientId, string clientSecret, TimeProvider? time = null) =>
        new(endpoint, new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
            ["scope"] = SystemScope,
        }, time);

    /// <inheritdoc />
    public async ValueTask<string> GetAsync(CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        if (_kept is { } kept && now < kept.RenewAt) return kept.Token;
        await _renewing.WaitAsync(cancel);
        try
        {
            if (_kept is { } renewed && now < renewed.RenewAt) return renewed.Token;
            return await RenewAsync(cancel);
        }
        catch (SignInException e) when (!e.IsRefusal && _kept is { } old && _time.GetUtcNow() < old.ExpiresAt)
        {
            return old.Token;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <inheritdoc />
    public void Drop(string token)
    {
        if (_kept?.Token == token) _kept = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _renewing.Dispose();
    }

    private async Task<string> RenewAsync(CancellationToken cancel)
    {
        var asked = _time.GetUtcNow();
        try
        {
            using var answer = await _http.PostAsync(_endpoint, new FormUrlEncodedContent(_form), cancel);
            var body = await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancel);
            if (!answer.IsSuccessStatusCode || body?.AccessToken is not { Length: > 0 } token)
            {
                var text = body?.Description ?? body?.Error ?? $"HTTP {(int)answer.StatusCode}";
                throw new SignInException($"Signing in was refused: {text}", (int)answer.StatusCode < 500);
            }
            var life = TimeSpan.FromSeconds(body.ExpiresIn);
            var early = RenewBefore < life / 2 ? RenewBefore : life / 2;
            _kept = new Kept(token, asked + life - early, asked + life);
            return token;
        }
        catch (Exception e) when (IsOutage(e, cancel))
        {
            throw new SignInException($"The identity provider at {_endpoint.Authority} can't be reached.", false, e);
        }
    }

    private static bool IsOutage(Exception e, CancellationToken cancel) =>
        e is HttpRequestException or System.Text.Json.JsonException
        || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private sealed record Kept(string Token, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("error_description")] string? Description);
}
