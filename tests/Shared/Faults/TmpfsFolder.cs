using System.Diagnostics;

namespace CrmClub.Testing;

/// <summary>A folder of its own small file system, to be filled to the last byte. Needs root.</summary>
public sealed class TmpfsFolder : IDisposable
{
    private TmpfsFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Whether this process may mount one.</summary>
    public static bool IsPossible => Environment.IsPrivilegedProcess && CanMount;

    // Some containers let root be root but not mount.
    private static bool CanMount { get; } = TryMount();

    /// <param name="megabytes">What it holds.</param>
    public static TmpfsFolder Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("crmclub-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", path) != 0)
        {
            Directory.Delete(path);
            throw new InvalidOperationException($"No file system can be mounted on {path}.");
        }

        return new TmpfsFolder(path);
    }

    /// <summary>Makes room.</summary>
    public void Grow(int megabytes) => Run("mount", "-o", $"remount,size={megabytes}m", Path);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool TryMount()
    {
        if (!Environment.IsPrivilegedProcess) return false;
        try
        {
            Mount(1).Dispose();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
