using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Web.SignIn;

/// <summary>
/// Who is signed in, kept in this process: the browser holds a number, and no token. After a restart people are led to
/// sign in again, which the identity server answers without a question.
/// </summary>
internal sealed class Sessions(TimeProvider time) : ITicketStore
{
    internal const int SessionsMax = 1000;

    private const int KeyBytes = 32;

    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        MakeRoom();
        var key = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(KeyBytes));
        _tickets[key] = ticket;
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        // What was signed out meanwhile stays so.
        if (_tickets.TryGetValue(key, out var before))
            _tickets.TryUpdate(key, ticket, before);
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(_tickets.GetValueOrDefault(key));

    public Task RemoveAsync(string key)
    {
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    private void MakeRoom()
    {
        if (_tickets.Count < SessionsMax)
            return;
        var now = time.GetUtcNow();
        var order = _tickets.OrderBy(one => one.Value.Properties.ExpiresUtc ?? now).ToList();
        // Those whose time is over, and if there are none the one that ends next.
        var over = order.TakeWhile(one => one.Value.Properties.ExpiresUtc <= now).DefaultIfEmpty(order[0]);
        foreach (var (key, _) in over)
            _tickets.TryRemove(key, out _);
    }
}
