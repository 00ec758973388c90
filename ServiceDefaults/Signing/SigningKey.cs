using System.Security.Cryptography;
using CrmClub.Contracts.Signing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

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
    public static SigningKey Of(IConfiguration settings, IHostEnvironment environment, string purpose) =>
        In(FolderOf(settings), purpose, KeyProtection.Of(settings, environment));

    /// <summary>The same in a folder, lying open unless it is said how it is protected.</summary>
    public static SigningKey In(string folder, string purpose, KeyProtection? protection = null)
    {
        protection ??= KeyProtection.None;
        var file = KeyFile.In(folder, $"{purpose}.pem");
        KeyFile.Make(file, () => NewPem(protection));
        var pem = File.ReadAllText(file);
        var key = ECDsa.Create();
        protection.Read(pem, key);
        if (protection.IsOpen(pem))
            KeyFile.Write(file, protection.Write(key), KeyFile.OwnerOnly);
        var made = new SigningKey(key);
        KeyFile.Write(Path.Combine(folder, $"{purpose}.jwks.json"), made.PublicKeys, KeyFile.Everybody);
        return made;
    }

    /// <summary>The folder that the settings name.</summary>
    public static string FolderOf(IConfiguration settings) => settings["Club:KeysFolder"]
        ?? throw new InvalidOperationException("Club:KeysFolder is not set: it keeps the club's keys.");

    public void Dispose() => Key.Dispose();

    private static string NewPem(KeyProtection protection)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return protection.Write(key);
    }
}
