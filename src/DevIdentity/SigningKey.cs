using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.DevIdentity;

/// <summary>The key that signs every token; kept in a file, so that tokens outlive a restart.</summary>
public sealed class SigningKey
{
    private const int KeyBits = 2048;

    private SigningKey(RSA rsa)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var id = Base64UrlEncoder.Encode(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
        Modulus = Base64UrlEncoder.Encode(parameters.Modulus);
        Exponent = Base64UrlEncoder.Encode(parameters.Exponent);
        Id = id;
        Credentials = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = id }, SecurityAlgorithms.RsaSha256);
    }

    public string Id { get; }

    public string Modulus { get; }

    public string Exponent { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>Reads the key, or makes one that only its owner may read.</summary>
    public static SigningKey LoadOrCreate(string path)
    {
        if (File.Exists(path))
        {
            var kept = RSA.Create();
            kept.ImportFromPem(File.ReadAllText(path));
            return new SigningKey(kept);
        }

        var made = RSA.Create(KeyBits);
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(unfinished, options))
            writer.Write(made.ExportPkcs8PrivateKeyPem());
        File.Move(unfinished, path);
        return new SigningKey(made);
    }
}
