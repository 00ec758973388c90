using System.Security.Cryptography;
using System.Text;

namespace CrmClub.AppHost;

/// <summary>Where a club keeps what it needs for its next start.</summary>
public sealed class ClubFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public ClubFolder(string path)
    {
        Path = path;
        Data = System.IO.Path.Combine(path, "data");
        Directory.CreateDirectory(path, PassThrough);
        if (Environment.IsPrivilegedProcess && !OthersReach(path)) LinkDataOutside();
        Directory.CreateDirectory(Data, PassThrough);
    }

    public string Path { get; }

    /// <summary>What the servers keep.</summary>
    public string Data { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The folder of one server.</summary>
    public string DataOf(string server) => Directory.CreateDirectory(
        System.IO.Path.Combine(Data, server), server == "postgres" ? PassThrough : OwnerOnly).FullName;

    /// <summary>PostgreSQL refuses root, and its own user can't pass a home that only root may enter.</summary>
    private void LinkDataOutside()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..16];
        var outside = $"/var/lib/crmclub/{hash}";
        var isKnown = new FileInfo(Data).LinkTarget == outside;
        // Left by a club of this path that is gone, and whose secrets are gone with it.
        if (!isKnown && Directory.Exists(outside)) Directory.Delete(outside, recursive: true);
        Directory.CreateDirectory(outside, PassThrough);
        if (isKnown) return;
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        System.IO.File.Delete(Data);
        Directory.CreateSymbolicLink(Data, outside);
    }

    private static bool OthersReach(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }
}
