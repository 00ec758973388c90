using System.Runtime.Versioning;
using System.Security.Cryptography;
using CrmClub.Contracts.Signing;

namespace CrmClub.Declarations.Conformance;

/// <summary>
/// The key that signs reports of conformance runs and nothing else. It lies in a folder of its owner's, made at the
/// first start; its public half beside it is for everybody.
/// </summary>
internal sealed class ReportKey : IDisposable
{
    public const string PrivateFile = "conformance.pem";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private ReportKey(ECDsa key) => (Key, PublicKeys) = (key, PublicKeySet.Write(key));

    public ECDsa Key { get; }

    /// <summary>As a JWK set.</summary>
    public string PublicKeys { get; }

    public static ReportKey In(string folder)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The key's file is for its owner alone, by a Unix mode.");
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var file = Path.Combine(folder, PrivateFile);
        if (!File.Exists(file))
            Make(file);
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        var made = new ReportKey(key);
        Write(Path.Combine(folder, ConformanceReports.KeysFile), made.PublicKeys, OwnerOnly | UnixFileMode.GroupRead
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
