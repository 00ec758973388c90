using System.Xml.Linq;

namespace CrmClub.Architecture.Tests;

/// <summary>The files of the checkout that the tests are built from.</summary>
internal static class Checkout
{
    private static readonly string[] Made = ["bin", "obj", ".git", ".club", "TestResults", "node_modules"];

    public static DirectoryInfo Root { get; } = FindRoot();

    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files("*.csproj").Select(file => new ProjectFile(file))];

    /// <summary>Files by pattern, without what builds and runs leave behind.</summary>
    public static IEnumerable<FileInfo> Files(string pattern) => In(Root, pattern);

    public static string PathOf(FileInfo file) => Path.GetRelativePath(Root.FullName, file.FullName);

    private static IEnumerable<FileInfo> In(DirectoryInfo folder, string pattern) => folder.EnumerateFiles(pattern)
        .Concat(folder.EnumerateDirectories()
            .Where(inner => !Made.Contains(inner.Name) && inner.LinkTarget is null)
            .SelectMany(inner => In(inner, pattern)));

    private static DirectoryInfo FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CrmClub.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the checkout.");
        return folder;
    }
}

/// <summary>A project and what it refers to, by name.</summary>
internal sealed class ProjectFile(FileInfo file)
{
    private readonly XDocument document = XDocument.Load(file.FullName);

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(file.Name);

    public string Path { get; } = Checkout.PathOf(file);

    public IEnumerable<string> References => Includes("ProjectReference")
        .Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    public IEnumerable<string> Packages => Includes("PackageReference");

    private IEnumerable<string> Includes(string element) =>
        document.Descendants(element).Select(item => item.Attribute("Include")!.Value);
}
