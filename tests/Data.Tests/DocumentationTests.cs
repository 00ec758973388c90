using System.Text.RegularExpressions;

namespace CrmClub.Data.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void DataReadme_OfEveryFile_NamesItsKindAndSource()
    {
        var rows = DataFolder.Text("README.md").Split('\n').Where(line => line.StartsWith('|')).ToArray();
        var files = Directory.EnumerateFiles(DataFolder.PathOf(""), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "README.md");
        Assert.All(files, file => Assert.Contains(rows, row =>
            row.Contains(Path.GetFileName(file)) && row.Contains(Path.GetFileName(Path.GetDirectoryName(file)!))));
    }

    [Fact]
    public void Links_OfTheDocumentation_LeadSomewhere()
    {
        string[] pages =
        [
            .. Directory.EnumerateFiles(DataFolder.Root, "*.md"),
            .. Directory.EnumerateFiles(Path.Combine(DataFolder.Root, "docs"), "*.md", SearchOption.AllDirectories),
            DataFolder.PathOf("README.md"),
        ];
        Assert.All(pages, page => Assert.All(
            RelativeLink().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link)), $"{page}: {link}")));
    }

    [Theory]
    [InlineData("security.md")]
    [InlineData("testing.md")]
    public void Tests_ThatAPageNames_AreThere(string page)
    {
        var root = Path.Combine(DataFolder.Root, "tests");
        var tests = Directory.EnumerateFiles(root, "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => $"/{Path.GetRelativePath(root, file)}").ToList();
        var named = NamedTest().Matches(File.ReadAllText(Path.Combine(DataFolder.Root, "docs", page)))
            .Select(match => (Room: match.Groups[1].Value, Name: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.Contains(
            tests, test => test.EndsWith($"/{one.Name}.cs") && test.Contains($"/{one.Room}/")));
    }

    // A test by its file and the folder that it is somewhere under.
    [GeneratedRegex(@"`(?:System\.Tests/)?([\w.]+)/(?:\w+/)?(\w+Tests)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex RelativeLink();
}
