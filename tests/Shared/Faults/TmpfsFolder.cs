using System.Diagnostics;

namespace CrmClub.Testing;

/// <summary>A file system of its own on a folder, which can be full at once. Needs root.</summary>
public sealed class TmpfsFolder : IDisposable
{
    private const string LimitWhenFree = "8g";
    private const int FillTries = 20;

    private readonly string _path;

    private TmpfsFolder(string path) => _path = path;

    /// <summary>Whether this process may mount one: in some containers root may not.</summary>
    public static bool IsPossible { get; } = Environment.IsPrivilegedProcess && TryMount();

    /// <summary>Mounts it over an empty folder.</summary>
    public static TmpfsFolder Mount(string path)
    {
        var fault = Run("mount", "-t", "tmpfs", "-o", $"size={LimitWhenFree},mode=0755", "tmpfs", path);
        return fault.Length == 0 ? new TmpfsFolder(path) : throw new IOException($"{path}: {fault}");
    }

    /// <summary>Lets it hold what it holds now and nothing more.</summary>
    public void Fill()
    {
        var fault = "";
        for (var tries = 0; tries < FillTries; tries++)
        {
            var disk = new DriveInfo(_path);
            fault = Run("mount", "-o", $"remount,size={disk.TotalSize - disk.TotalFreeSpace}", _path);
            if (fault.Length == 0)
            {
                return;
            }
        }

        throw new IOException($"{_path}: {fault}");
    }

    /// <summary>Makes room again.</summary>
    public void Free()
    {
        if (Run("mount", "-o", $"remount,size={LimitWhenFree}", _path) is { Length: > 0 } fault)
        {
            throw new IOException($"{_path}: {fault}");
        }
    }

    public void Dispose() => Run("umount", "-l", _path);

    private static bool TryMount()
    {
        var folder = Directory.CreateTempSubdirectory("crmclub-disk-");
        try
        {
            Mount(folder.FullName).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            folder.Delete();
        }
    }

    private static string Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{command} {process.ExitCode} {fault.Trim()}";
    }
}
