namespace CrmClub.Testing.Clubs;

/// <summary>An empty folder that the servers' own users may pass through; gone afterwards.</summary>
public sealed class TestFolder : IDisposable
{
    private const UnixFileMode PassThrough = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public TestFolder()
    {
        var created = Directory.CreateTempSubdirectory("crmclub-");
        created.UnixFileMode = PassThrough;
        Path = created.FullName;
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
