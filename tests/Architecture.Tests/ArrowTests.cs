namespace CrmClub.Architecture.Tests;

/// <summary>Who may refer to whom. A new project or arrow is a decision: it is written here first.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Service = ["Contracts", "Journal", "ServiceDefaults"];
    private static readonly string[] Copying = [.. Service, "Membership.Copy"];
    private static readonly string[] Deciding = [.. Copying, "Tariffs.Engine", "Tariffs.Documents"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Tariffs.Engine"] = [],
        ["Migrator"] = [],
        ["ServiceDefaults"] = ["Contracts"],
        ["Journal"] = ["Contracts", "ServiceDefaults"],
        ["Membership.Copy"] = Service,
        ["Tariffs.Documents"] = ["Contracts", "Tariffs.Engine"],
        ["Membership"] = Copying,
        ["Credentials"] = ["Contracts"],
        ["Suppliers"] = [.. Copying, "Credentials"],
        ["Tariffs"] = Deciding,
        ["Declarations"] = Deciding,
        ["DevIdentity"] = ["ServiceDefaults"],
        ["Gateway"] = ["ServiceDefaults", "Contracts"],
        // What is pasted into a page is read as the command line reads it.
        ["Web"] = ["ServiceDefaults", "Contracts", "Tariffs.Documents"],
        ["Client"] = ["Contracts"],
        ["Cli"] = ["Client", "Contracts", "Credentials", "Tariffs.Engine", "Tariffs.Documents"],
        // What a customs system references of the club is this alone.
        ["CustomsSystem"] = ["Client"],
        ["AppHost"] =
            ["Migrator", "DevIdentity", "Membership", "Tariffs", "Suppliers", "Declarations", "Gateway", "Web", "Cli"],
    };

    private static IEnumerable<ProjectFile> Rooms =>
        Checkout.Projects.Where(project => !project.Path.StartsWith("tests") && !project.Path.StartsWith("benchmarks"));

    [Fact]
    public void Projects_AnyRoom_RefersOnlyToWhatItMay()
    {
        var faults = Rooms.SelectMany(room => room.References
            .Except(Allowed.GetValueOrDefault(room.Name, []))
            .Select(reference => $"{room.Name} → {reference}"));

        Assert.Empty(faults);
    }

    [Fact]
    public void Projects_AnyRoom_HasItsArrowsWrittenDown() =>
        Assert.Empty(Rooms.Select(room => room.Name).Except(Allowed.Keys));

    [Fact]
    public void Engine_AnyPackage_IsRefused() =>
        Assert.Empty(Checkout.Projects.Single(project => project.Name == "Tariffs.Engine").Packages);

    [Fact]
    public void Solution_EveryProject_IsListed()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root.FullName, "CrmClub.sln")).Replace('\\', '/');

        Assert.All(Checkout.Projects, project => Assert.Contains($"\"{project.Path}\"", solution));
    }
}
