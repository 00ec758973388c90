using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Signing;
using Google.Protobuf;

namespace CrmClub.Suppliers.Grievances;

/// <summary>
/// What keeps grievances secret, by one key in the club's folder of keys: it wraps the key of each submission, and
/// makes the secrets of receipts.
/// </summary>
internal sealed class GrievanceKeys
{
    private const string FileName = "grievances.key";
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _wrapping;
    private readonly byte[] _receipts;
    private readonly byte[] _requests;

    /// <param name="folder">Of the club's keys.</param>
    /// <param name="protection">How it lies in its file.</param>
    public GrievanceKeys(string folder, KeyProtection protection)
    {
        var file = KeyFile.In(folder, FileName);
        KeyFile.Make(file, () => protection.WriteSecret(RandomNumberGenerator.GetBytes(KeyBytes)));
        var text = File.ReadAllText(file);
        var key = protection.ReadSecret(text);
        if (protection.IsOpenSecret(text))
            KeyFile.Write(file, protection.WriteSecret(key), KeyFile.OwnerOnly);
        (_wrapping, _receipts, _requests) = (For("wrapping"), For("receipts"), For("requests"));
        CryptographicOperations.ZeroMemory(key);

        byte[] For(string purpose) => HKDF.Expand(
            HashAlgorithmName.SHA256, key, KeyBytes, Encoding.ASCII.GetBytes($"crmclub grievances {purpose}"));
    }

    /// <summary>
    /// The secret of a receipt: the same for the same request, so that a repeat gets it again though it is kept
    /// nowhere. Whoever has not the key can't tell it from random bits.
    /// </summary>
    public byte[] SecretOf(Guid requestId, string receipt) =>
        HMACSHA256.HashData(_receipts, Encoding.UTF8.GetBytes($"{requestId:D} {receipt}"))[..ReceiptSecret.Bytes];

    /// <summary>Tells two submissions apart and says nothing of either, not even to who guesses it.</summary>
    public string DigestOf(Submission submission) =>
        Convert.ToHexString(HMACSHA256.HashData(_requests, submission.ToByteArray()));

    /// <summary>Encrypts with a new key; both are bound to the grievance's number.</summary>
    public (byte[] Sealed, byte[] WrappedKey) Seal(string grievance, Submission submission)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var made = (Encrypt(key, grievance, submission.ToByteArray()), Encrypt(_wrapping, grievance, key));
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    public Submission Open(string grievance, byte[] sealedSubmission, byte[] wrappedKey)
    {
        var key = Decrypt(_wrapping, grievance, wrappedKey);
        var submission = Submission.Parser.ParseFrom(Decrypt(key, grievance, sealedSubmission));
        CryptographicOperations.ZeroMemory(key);
        return submission;
    }

    // Nonce, tag, then as many bytes as there were.
    private static byte[] Encrypt(byte[] key, string grievance, byte[] plain)
    {
        var made = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = made.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce, plain, made.AsSpan(NonceBytes + TagBytes), made.AsSpan(NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(grievance));
        return made;
    }

    private static byte[] Decrypt(byte[] key, string grievance, byte[] made)
    {
        var plain = new byte[made.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            made.AsSpan(0, NonceBytes), made.AsSpan(NonceBytes + TagBytes), made.AsSpan(NonceBytes, TagBytes), plain,
            Encoding.UTF8.GetBytes(grievance));
        return plain;
    }
}
