namespace CrmClub.Architecture.Tests;

/// <summary>What comes from others: whether anything is known against it, and by which right it is used.</summary>
public sealed class PackageTests
{
    // By SPDX's names; each may be shipped with a work under another licence.
    private static readonly string[] Licences =
        ["MIT", "Apache-2.0", "BSD-3-Clause", "PostgreSQL", "Apache-2.0 OR MPL-2.0"];

    // Those that name none by SPDX, read by a person.
    private static readonly Dictionary<string, string> Read = new()
    {
        ["Fractions"] = "BSD-2-Clause, in its license.txt",
        ["System.Security.Cryptography.ProtectedData"] = "MIT, of the runtime's repository",
    };

    private static bool IsShipped(ProjectFile project) =>
        !project.Path.StartsWith("tests") && !project.Path.StartsWith("benchmarks");

    [Fact]
    public void Packages_OfAnyBuild_HaveNoKnownFault()
    {
        var packages = Packages.Of(_ => true);

        Assert.NotEmpty(packages);
        Assert.Empty(
            from package in packages
            from advisory in Advisory.Known
            where advisory.Hits(package.Id, package.Version)
            select $"{package.Id} {package.Version}: {advisory.Id}, fixed in {advisory.Fixed}");
    }

    [Theory]
    [InlineData("Npgsql", "8.0.2", true)]
    [InlineData("npgsql", "8.0.0", true)]
    [InlineData("Npgsql", "8.0.3", false)]
    [InlineData("Microsoft.AspNetCore.DataProtection", "10.0.6", true)]
    [InlineData("Npgsql.OpenTelemetry", "8.0.2", false)]
    public void Advisories_APlantedPackage_IsFound(string id, string version, bool hit) =>
        Assert.Equal(hit, Advisory.Known.Any(one => one.Hits(id, Version.Parse(version))));

    [Fact]
    public void Packages_ThatAreShipped_HaveALicenceOfTheList() =>
        Assert.Empty(
            from package in Packages.Of(IsShipped)
            where !Licences.Contains(package.Licence) && !Read.ContainsKey(package.Id)
            select $"{package.Id} {package.Version}: {package.Licence}");
}
