using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CrmClub.ServiceDefaults.Signing;

/// <summary>
/// How private keys lie in their files: encrypted with a passphrase (PKCS 8 by PBES2), which comes from a mounted file
/// or a setting. Without one they lie open, for their owner alone: on a developer's machine.
/// </summary>
public sealed class KeyProtection(string? passphrase)
{
    /// <summary>Keys lie open.</summary>
    public static readonly KeyProtection None = new(null);

    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // OWASP's figure for PBKDF2 with SHA-512.
    private const int Iterations = 210_000;

    private const string SealedPrefix = "pbkdf2-sha512-aes256gcm:";
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    private static readonly PbeParameters Parameters =
        new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, Iterations);

    /// <summary>By <c>Club:KeysPassphraseFile</c> or <c>Club:KeysPassphrase</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none, in Production.</exception>
    public static KeyProtection Of(IConfiguration settings, IHostEnvironment environment)
    {
        var passphrase = settings["Club:KeysPassphraseFile"] is { Length: > 0 } file
            ? File.ReadAllText(file).TrimEnd('\r', '\n')
            : settings["Club:KeysPassphrase"];
        if (!string.IsNullOrEmpty(passphrase))
            return new KeyProtection(passphrase);
        return environment.IsProduction()
            ? throw new InvalidOperationException(
                "Club:KeysPassphraseFile is not set: in Production no private key lies open.")
            : None;
    }

    /// <summary>The private key as its file has it.</summary>
    public string Write(ECDsa key) => passphrase is null
        ? key.ExportPkcs8PrivateKeyPem()
        : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Parameters);

    /// <summary>Whether the file has to be written anew: it lies open though there is a passphrase.</summary>
    public bool IsOpen(string pem) =>
        passphrase is not null && !pem.Contains(EncryptedLabel, StringComparison.Ordinal);

    /// <summary>A key that is no pair, as its file has it.</summary>
    public string WriteSecret(ReadOnlySpan<byte> secret)
    {
        if (passphrase is null)
            return Convert.ToBase64String(secret);
        var made = new byte[SaltBytes + NonceBytes + TagBytes + secret.Length];
        RandomNumberGenerator.Fill(made.AsSpan(0, SaltBytes + NonceBytes));
        using var aes = new AesGcm(Key(made), TagBytes);
        aes.Encrypt(Nonce(made), secret, Cipher(made), Tag(made));
        return SealedPrefix + Convert.ToBase64String(made);
    }

    /// <summary>Whether such a file has to be written anew.</summary>
    public bool IsOpenSecret(string text) =>
        passphrase is not null && !text.StartsWith(SealedPrefix, StringComparison.Ordinal);

    /// <exception cref="InvalidOperationException">The passphrase is missing, or another one's.</exception>
    public byte[] ReadSecret(string text)
    {
        if (!text.StartsWith(SealedPrefix, StringComparison.Ordinal))
            return Convert.FromBase64String(text);
        if (passphrase is null)
            throw new InvalidOperationException("A key is encrypted, and Club:KeysPassphraseFile is not set.");
        var made = Convert.FromBase64String(text[SealedPrefix.Length..]);
        var secret = new byte[made.Length - SaltBytes - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(Key(made), TagBytes);
            aes.Decrypt(Nonce(made), Cipher(made), Tag(made), secret);
            return secret;
        }
        catch (CryptographicException wrong)
        {
            throw new InvalidOperationException("A key does not open by the passphrase that is set.", wrong);
        }
    }

    private byte[] Key(byte[] made) => Rfc2898DeriveBytes.Pbkdf2(
        passphrase!, made.AsSpan(0, SaltBytes), Iterations, HashAlgorithmName.SHA512, KeyBytes);

    private static Span<byte> Nonce(byte[] made) => made.AsSpan(SaltBytes, NonceBytes);

    private static Span<byte> Tag(byte[] made) => made.AsSpan(SaltBytes + NonceBytes, TagBytes);

    private static Span<byte> Cipher(byte[] made) => made.AsSpan(SaltBytes + NonceBytes + TagBytes);

    /// <summary>Takes the private key out of what its file has.</summary>
    /// <exception cref="InvalidOperationException">The passphrase is missing, or another one's.</exception>
    public void Read(string pem, ECDsa key)
    {
        if (!pem.Contains(EncryptedLabel, StringComparison.Ordinal))
        {
            key.ImportFromPem(pem);
            return;
        }

        try
        {
            key.ImportFromEncryptedPem(pem, passphrase ?? throw new InvalidOperationException(
                "A private key is encrypted, and Club:KeysPassphraseFile is not set."));
        }
        catch (CryptographicException wrong)
        {
            throw new InvalidOperationException("A private key does not open by the passphrase that is set.", wrong);
        }
    }
}
