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
/// <param name="Pem">The private key, PKCS 8; none once it signs no more.</param>
/// <param name="Public">The public key, PEM.</param>
internal sealed record RingKey(string Id, CredentialKeyState State, DateTimeOffset Since, string? Pem, string Public)
{
    public CredentialKey Shown() =>
        new() { Id = Id, State = State, Since = Timestamp.FromDateTimeOffset(Since) };

    public static RingKey New(CredentialKeyState state, DateTimeOffset since)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(
            DidDocument.KeyId(new ECDsaSecurityKey(key)), state, since, key.ExportPkcs8PrivateKeyPem(),
            key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>The key itself, to be disposed of; the private one where there is one.</summary>
    public ECDsaSecurityKey Open()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(Pem ?? Public);
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

    /// <param name="folder">Of the club's keys.</param>
    /// <param name="publishedMin">How long a key is shown before it signs.</param>
    /// <param name="now">Since when the first keys are what they are.</param>
    public KeyRing(string folder, TimeSpan publishedMin, DateTimeOffset now)
    {
        _file = KeyFile.In(folder, FileName);
        _publishedMin = publishedMin;
        KeyFile.Make(_file, () => Text(
            [RingKey.New(CredentialKeyState.Active, now), RingKey.New(CredentialKeyState.Published, now)]));
    }

    /// <summary>All of them, the active one first.</summary>
    public IReadOnlyList<RingKey> Keys => JsonSerializer.Deserialize<RingKey[]>(File.ReadAllText(_file), Form)!;

    public RingKey Active => Keys[0];

    /// <summary>The credential, and the id of the key that signed it.</summary>
    public (string KeyId, string Jwt) Sign(JsonElement document)
    {
        var key = Active.Open();
        using (key.ECDsa)
            return (key.KeyId, SecuredCredential.Sign(document, key));
    }

    public DidDocument Document(Issuer issuer) => DidDocument.Parse(DocumentText(issuer));

    public string DocumentText(Issuer issuer)
    {
        var keys = Keys.Select(key => (Key: key.Open(), Asserts: key.State != CredentialKeyState.Published)).ToList();
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
            RingKey.New(CredentialKeyState.Published, now),
            // What it signed stays; nobody can sign with it any more.
            keys[0] with { State = CredentialKeyState.VerifyOnly, Since = now, Pem = null },
            .. keys.Where(key => key.State == CredentialKeyState.VerifyOnly),
        ];
    }

    public void Store(IReadOnlyList<RingKey> keys) => KeyFile.Write(_file, Text(keys), KeyFile.OwnerOnly);

    private static string Text(IReadOnlyList<RingKey> keys) => JsonSerializer.Serialize(keys, Form);
}
