using System.Security.Cryptography;

namespace CrmClub.Migrator;

/// <summary>
/// What PostgreSQL stores instead of a password (RFC 5803). Computed here, so that no statement, and thus no log of
/// the server, ever holds the password itself.
/// </summary>
public static class ScramVerifier
{
    private const int Iterations = 4096;
    private const int SaltBytes = 16;

    /// <param name="password">ASCII: other text would have to be prepared by SASLprep first.</param>
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}$" +
            $"{Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
