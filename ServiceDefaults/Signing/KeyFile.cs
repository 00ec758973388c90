namespace CrmClub.ServiceDefaults.Signing;

/// <summary>Files of keys: in a folder of their owner's, each written in one step.</summary>
public static class KeyFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A file in that folder, which is made where it is missing.</summary>
    public static string In(string folder, string name)
    {
        if (OperatingSystem.IsWindows())
            throw NoUnix();
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        return Path.Combine(folder, name);
    }

    /// <summary>Makes it where it is missing; of two replicas that do, one is first.</summary>
    public static void Make(string file, Func<string> text)
    {
        if (File.Exists(file))
            return;
        try
        {
            Write(file, text(), OwnerOnly, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another replica was first.
        }
    }

    /// <summary>In one step: a reader sees all of it or nothing.</summary>
    public static void Write(string file, string text, UnixFileMode mode, bool overwrite = true)
    {
        var next = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
            throw NoUnix();
        options.UnixCreateMode = mode;
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

    private static PlatformNotSupportedException NoUnix() =>
        new("The key's file is for its owner alone, by a Unix mode.");
}
