using System.Runtime.Versioning;
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
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SigningKey(ECDsa key) => (Key, PublicKeys) = (key, PublicKeySet.Write(key));

    public ECDsa Key { get; }

    /// <summary>As a JWK set.</summary>
    public string PublicKeys { get; }

    /// <summary>The key of a purpose, for instance "tariff", in the folder that the settings name.</summary>
    public static SigningKey Of(IConfiguration settings, string purpose) => In(
        settings["Club:KeysFolder"]
            ?? throw new InvalidOperationException("Club:KeysFolder is not set: it keeps the club's keys."),
        purpose);

    /// <summary>The same in a folder.</summary>
    public static SigningKey In(string folder, string purpose)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The key's file is for its owner alone, by a Unix mode.");
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var file = Path.Combine(folder, $"{purpose}.pem");
        if (!File.Exists(file))
            Make(file);
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        var made = new SigningKey(key);
        Write(Path.Combine(folder, $"{purpose}.jwks.json"), made.PublicKeys, OwnerOnly | UnixFileMode.GroupRead
            | UnixFileMode.OtherRead, overwrite: true);
        return made;
    }

    public void Dispose() => Key.Dispose();

    [UnsupportedOSPlatform("windows")]
    private static void Make(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            Write(file, key.ExportPkcs8PrivateKeyPem(), OwnerOnly, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another replica was first.
        }
    }

    // In one step: a reader sees all of it or nothing.
    [UnsupportedOSPlatform("windows")]
    private static void Write(string file, string text, UnixFileMode mode, bool overwrite)
    {
        var next = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
        };
        using (var writer = new StreamWriter(next, options))
            writer.Write(text);
        try
        {
            File.Move(next, file, overwrite);
        }
        finally
        {
            File.Delete(next);
        }
    }
}
