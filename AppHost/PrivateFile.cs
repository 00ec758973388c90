namespace CrmClub.AppHost;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces the file in one step: a reader sees the old text or the new one.</summary>
    public static void Write(string path, string text, bool ownerMayWrite = true)
    {
        var next = path + ".tmp";
        File.Delete(next);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | (ownerMayWrite ? UnixFileMode.UserWrite : 0),
        };
        using (var writer = new StreamWriter(next, options))
            writer.Write(text);
        File.Move(next, path, overwrite: true);
    }
}
