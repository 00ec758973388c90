namespace CrmClub.AppHost;

/// <summary>What an empty club takes from a backup beside the databases, which PostgreSQL's script takes.</summary>
internal static class ClubRestore
{
    /// <summary>Keys and passwords, as they were.</summary>
    /// <exception cref="ClubFault">There is no backup, or the club is not empty.</exception>
    public static void TakeSecrets(string backup, ClubFolder club)
    {
        if (!File.Exists(Path.Combine(backup, "base", "PG_VERSION")))
            throw new ClubFault($"{backup} is no backup: scripts/backup makes one.");
        if (File.Exists(club.File("credentials.json")) || Directory.Exists(Path.Combine(club.Data, "postgres", "pg")))
            throw new ClubFault($"{club.Path} is not empty: a backup is restored into an empty club.");
        var secrets = Path.Combine(backup, "club");
        foreach (var file in Directory.EnumerateFiles(secrets, "*", SearchOption.AllDirectories))
        {
            var copy = club.File(Path.GetRelativePath(secrets, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
