using System.Text.Json;
using System.Xml.Linq;

namespace CrmClub.Architecture.Tests;

/// <summary>A package as a build took it, needed by others or by us.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version, a preview's as what it comes before.</param>
/// <param name="Folder">Where it lies unpacked.</param>
internal sealed record Package(string Id, Version Version, string Folder)
{
    /// <summary>SPDX's expression where it says one; else what its file is called, or where it is to be read.</summary>
    public string Licence
    {
        get
        {
            var about = XDocument.Load(Directory.EnumerateFiles(Folder, "*.nuspec").Single()).Root!;
            var named = about.Descendants().FirstOrDefault(element => element.Name.LocalName is "license")
                ?? about.Descendants().FirstOrDefault(element => element.Name.LocalName is "licenseUrl");
            return named?.Value ?? "none";
        }
    }
}

/// <summary>A fault of a package that somebody made known.</summary>
internal sealed record Advisory(string Id, string Package, string From, string Fixed)
{
    public static IReadOnlyList<Advisory> Known { get; } = JsonSerializer.Deserialize<Advisory[]>(
        File.ReadAllText(Path.Combine(Checkout.Root.FullName, "scripts", "advisories.json")),
        JsonSerializerOptions.Web)!;

    public bool Hits(string id, Version version) =>
        string.Equals(id, Package, StringComparison.OrdinalIgnoreCase)
        && version >= Version.Parse(From) && version < Version.Parse(Fixed);
}

/// <summary>The packages of the builds of this checkout.</summary>
internal static class Packages
{
    public static IReadOnlyList<Package> Of(Func<ProjectFile, bool> which) =>
    [
        .. Checkout.Projects.Where(which)
            .Select(project => Path.Combine(
                Checkout.Root.FullName, Path.GetDirectoryName(project.Path)!, "obj", "project.assets.json"))
            .SelectMany(Read).DistinctBy(package => package.Folder),
    ];

    private static IEnumerable<Package> Read(string assets)
    {
        using var build = JsonDocument.Parse(File.ReadAllText(assets));
        var folder = build.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        foreach (var library in build.RootElement.GetProperty("libraries").EnumerateObject())
            if (library.Value.GetProperty("type").GetString() == "package"
                && library.Name.Split('/') is [var id, var version])
                yield return new Package(
                    id, Version.Parse(version.Split('-')[0]),
                    Path.Combine(folder, library.Value.GetProperty("path").GetString()!));
    }
}
