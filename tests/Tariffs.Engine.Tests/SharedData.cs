namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Public data that lies beside the checkout, not in it.</summary>
internal static class SharedData
{
    /// <summary>The file's path, or null where the data is absent.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(file))
                return file;
        }

        return null;
    }
}
