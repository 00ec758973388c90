using System.Security.Cryptography;
using CrmClub.Contracts.Signing;
using Microsoft.Extensions.Configuration;

namespace CrmClub.ServiceDefaults.Signing;

/// <summary>
/// A key with one purpose, by which it is named. It lies in a folder of its owner's, made at the first start; its
/// public half beside it is for everybody.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private SigningKey(ECDsa key) => (Key, PublicKeys) = (key, PublicKeySet.Write(key));

    public ECDsa Key { get; }

    /// <summary>As a JWK set.</summary>
    public string PublicKeys { get; }

    /// <summary>The key of a purpose, for instance "tariff", in the folder that the settings name.</summary>
    public static SigningKey Of(IConfiguration settings, string purpose) => In(FolderOf(settings), purpose);

    /// <summary>The same in a folder.</summary>
    public static SigningKey In(string folder, string purpose)
    {
        var file = KeyFile.In(folder, $"{purpose}.pem");
        KeyFile.Make(file, NewPem);
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        var made = new SigningKey(key);
        KeyFile.Write(Path.Combine(folder, $"{purpose}.jwks.json"), made.PublicKeys, KeyFile.Everybody);
        return made;
    }

    /// <summary>The folder that the settings name.</summary>
    public static string FolderOf(IConfiguration settings) => settings["Club:KeysFolder"]
        ?? throw new InvalidOperationException("Club:KeysFolder is not set: it keeps the club's keys.");

    public void Dispose() => Key.Dispose();

    private static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
