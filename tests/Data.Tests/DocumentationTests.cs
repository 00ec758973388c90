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

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex RelativeLink();
}
