using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.DevIdentity;

/// <summary>What a person agreed to on the sign-in page, waiting to be fetched.</summary>
public sealed record SignedIn(
    PersonIdentity Person, ClientApplication Client, string RedirectUri, string Challenge, string? Nonce);

/// <summary>Authorization codes: each good once, for a minute.</summary>
public sealed class Codes(TimeProvider time)
{
    public const int WaitingMax = 1000;

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (SignedIn SignedIn, DateTimeOffset Until)> _waiting = new();

    /// <summary>A new code; null where too many wait.</summary>
    public string? Issue(SignedIn signedIn)
    {
        foreach (var (old, entry) in _waiting)
            if (entry.Until <= time.GetUtcNow())
                _waiting.TryRemove(old, out _);
        if (_waiting.Count >= WaitingMax)
            return null;
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        _waiting[code] = (signedIn, time.GetUtcNow() + Life);
        return code;
    }

    /// <summary>Takes the code out; null if there is none, its time is over, or the proof of PKCE fails.</summary>
    public SignedIn? Redeem(string code, string clientId, string redirectUri, string verifier)
    {
        if (!_waiting.TryRemove(code, out var found) || found.Until <= time.GetUtcNow())
            return null;
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return found.SignedIn.Client.ClientId == clientId && found.SignedIn.RedirectUri == redirectUri
            && Identities.IsSame(found.SignedIn.Challenge, challenge)
            ? found.SignedIn
            : null;
    }
}
