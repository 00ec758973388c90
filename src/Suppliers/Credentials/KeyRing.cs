using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Signing;
using Google.Protobuf.WellKnownTypes;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Suppliers.Credentials;

/// <param name="Id">RFC 7638 thumbprint.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Since">Since when.</param>
/// <param name="Pem">The private key, encrypted where there is a passphrase; none once it signs no more.</param>
/// <param name="Public">The public key, PEM.</param>
internal sealed record RingKey(string Id, CredentialKeyState State, DateTimeOffset Since, string? Pem, string Public)
{
    public CredentialKey Shown() =>
        new() { Id = Id, State = State, Since = Timestamp.FromDateTimeOffset(Since) };

    public static RingKey New(CredentialKeyState state, DateTimeOffset since, KeyProtection protection)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(
            DidDocument.KeyId(new ECDsaSecurityKey(key)), state, since, protection.Write(key),
            key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>The public key, to be disposed of.</summary>
    public ECDsaSecurityKey Open()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(Public);
        return new(key) { KeyId = Id };
    }
}

/// <summary>
/// The keys that credentials are signed with, in a file of their own that only its owner reads. It is read when it is
/// needed, so that every replica goes by the last rotation.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>How long a key is shown before it signs, unless <c>Club:KeyPublishedMin</c> says otherwise.</summary>
    public static readonly TimeSpan PublishedMin = TimeSpan.FromHours(24);

    private const string FileName = "credentials.keys.json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _file;
    private readonly TimeSpan _publishedMin;
    private readonly KeyProtection _protection;

    // A passphrase is slow on purpose: each key is opened once.
    private readonly ConcurrentDictionary<string, byte[]> _opened = new();

    /// <param name="folder">Of the club's keys.</param>
    /// <param name="publishedMin">How long a key is shown before it signs.</param>
    /// <param name="now">Since when the first keys are what they are.</param>
    /// <param name="protection">How they lie in their file.</param>
    public KeyRing(string folder, TimeSpan publishedMin, DateTimeOffset now, KeyProtection protection)
    {
        _file = KeyFile.In(folder, FileName);
        (_publishedMin, _protection) = (publishedMin, protection);
        KeyFile.Make(_file, () => Text([New(CredentialKeyState.Active, now), New(CredentialKeyState.Published, now)]));
        if (Keys.Any(key => key.Pem is { } pem && protection.IsOpen(pem)))
            Store([.. Keys.Select(Closed)]);
        // What can't be opened is told at the start, not at the first certificate.
        _ = Private(Active);
    }

    /// <summary>All of them, the active one first.</summary>
    public IReadOnlyList<RingKey> Keys => JsonSerializer.Deserialize<RingKey[]>(File.ReadAllText(_file), Form)!;

    public RingKey Active => Keys[0];

    /// <summary>The credential, and the id of the key that signed it.</summary>
    public (string KeyId, string Jwt) Sign(JsonElement document)
    {
        var active = Active;
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Private(active), out _);
        return (active.Id, SecuredCredential.Sign(document, new ECDsaSecurityKey(key) { KeyId = active.Id }));
    }

    /// <summary>Ids of keys that somebody else may have.</summary>
    public IReadOnlyList<string> Compromised =>
        [.. Keys.Where(key => key.State == CredentialKeyState.Compromised).Select(key => key.Id)];

    public DidDocument Document(Issuer issuer) => DidDocument.Parse(DocumentText(issuer));

    public string DocumentText(Issuer issuer)
    {
        var keys = Keys.Where(key => key.State != CredentialKeyState.Compromised)
            .Select(key => (Key: key.Open(), Asserts: key.State != CredentialKeyState.Published)).ToList();
        try
        {
            return DidDocument.Write(issuer.Id, keys);
        }
        finally
        {
            foreach (var (key, _) in keys)
                key.ECDsa.Dispose();
        }
    }

    /// <summary>The published key becomes the active one, that verifies only, and the next is published.</summary>
    /// <exception cref="ClubException">The published key has not been shown for long enough.</exception>
    public IReadOnlyList<RingKey> Rotated(DateTimeOffset now)
    {
        var keys = Keys;
        var next = keys.Single(key => key.State == CredentialKeyState.Published);
        if (now < next.Since + _publishedMin)
        {
            throw new ClubException(
                ErrorReason.StateForbids,
                $"The next key may be used from {next.Since + _publishedMin:u} on: until then not all have seen it.");
        }

        return
        [
            next with { State = CredentialKeyState.Active, Since = now },
            New(CredentialKeyState.Published, now),
            // What it signed stays; nobody can sign with it any more.
            keys[0] with { State = CredentialKeyState.VerifyOnly, Since = now, Pem = null },
            .. keys.Where(key => key.State > CredentialKeyState.Active),
        ];
    }

    /// <summary>
    /// The keys without one that somebody else may have: at once, whether the next one has been shown or not.
    /// </summary>
    /// <exception cref="ClubException">There is no such key, or it is known to be compromised.</exception>
    public IReadOnlyList<RingKey> WithoutCompromised(string id, DateTimeOffset now)
    {
        var keys = Keys;
        var lost = keys.SingleOrDefault(key => key.Id == id && key.State != CredentialKeyState.Compromised)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such key that is not compromised already.");
        var left = keys.Where(key => key != lost).ToList();
        var active = left.SingleOrDefault(key => key.State == CredentialKeyState.Active);
        var next = left.SingleOrDefault(key => key.State == CredentialKeyState.Published);
        if (active is null)
            (active, next) = (next! with { State = CredentialKeyState.Active, Since = now }, null);
        return
        [
            active,
            next ?? New(CredentialKeyState.Published, now),
            .. left.Where(key => key.State > CredentialKeyState.Active),
            lost with { State = CredentialKeyState.Compromised, Since = now, Pem = null },
        ];
    }

    public void Store(IReadOnlyList<RingKey> keys) => KeyFile.Write(_file, Text(keys), KeyFile.OwnerOnly);

    private RingKey New(CredentialKeyState state, DateTimeOffset since) => RingKey.New(state, since, _protection);

    private byte[] Private(RingKey ring) => _opened.GetOrAdd(ring.Id, _ =>
    {
        using var key = ECDsa.Create();
        _protection.Read(ring.Pem!, key);
        return key.ExportPkcs8PrivateKey();
    });

    private RingKey Closed(RingKey ring)
    {
        if (ring.Pem is null || !_protection.IsOpen(ring.Pem))
            return ring;
        using var key = ECDsa.Create();
        _protection.Read(ring.Pem, key);
        return ring with { Pem = _protection.Write(key) };
    }

    private static string Text(IReadOnlyList<RingKey> keys) => JsonSerializer.Serialize(keys, Form);
}
