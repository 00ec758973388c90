using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>
/// Callers of tokens that were validated, so that a signature is checked once and not at every call. Keyed by the
/// token's hash; the tokens themselves are not kept.
/// </summary>
public sealed class KeptTokens(TimeProvider time)
{
    public const int TokensMax = 10_000;

    /// <summary>After this a token is validated again, so that a key taken out of use ends with it.</summary>
    public static readonly TimeSpan KeptMax = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Hash, (Caller Caller, DateTimeOffset Until)> _kept = new();

    public int Count => _kept.Count;

    /// <summary>The caller of a token validated before, null if there is none or its time is over.</summary>
    public Caller? Find(string token)
    {
        var hash = Hash.Of(token);
        if (!_kept.TryGetValue(hash, out var found))
            return null;
        if (found.Until > time.GetUtcNow())
            return found.Caller;
        _kept.TryRemove(hash, out _);
        return null;
    }

    /// <summary>Keeps the caller until the token expires, at most <see cref="KeptMax"/>.</summary>
    public void Keep(string token, Caller caller, DateTimeOffset expires)
    {
        var now = time.GetUtcNow();
        if (_kept.Count >= TokensMax)
            MakeRoom(now);
        _kept[Hash.Of(token)] = (caller, now + KeptMax < expires ? now + KeptMax : expires);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (hash, kept) in _kept)
            if (kept.Until <= now)
                _kept.TryRemove(hash, out _);
        foreach (var hash in _kept.Keys.Take(_kept.Count - TokensMax * 9 / 10))
            _kept.TryRemove(hash, out _);
    }

    private readonly record struct Hash(UInt128 Left, UInt128 Right)
    {
        internal static Hash Of(string token)
        {
            Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), bytes);
            return new(
                BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
        }
    }
}
