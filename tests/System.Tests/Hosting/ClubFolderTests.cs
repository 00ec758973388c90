using CrmClub.AppHost;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Hosting;

/// <summary>Where a club keeps its data in a home that only root may enter.</summary>
public sealed class ClubFolderTests
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The next start finds it; another checkout at the same path, without its secrets, does not.</summary>
    [Fact]
    public void Data_OfAPathThatOthersCanNotReach_IsFoundAgainByItsOwnClubAlone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root keeps its data elsewhere.");
        using var home = new TestFolder();
        File.SetUnixFileMode(home.Path, OwnerOnly);
        var path = Path.Combine(home.Path, ".club");
        var first = new ClubFolder(path);
        var outside = new FileInfo(first.Data).LinkTarget!;
        try
        {
            File.WriteAllText(Path.Combine(first.DataOf("postgres"), "kept"), "");

            Assert.True(File.Exists(Path.Combine(new ClubFolder(path).DataOf("postgres"), "kept")));
            Directory.Delete(path, recursive: true);
            Assert.False(File.Exists(Path.Combine(new ClubFolder(path).DataOf("postgres"), "kept")));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }
}
