using System.Text.RegularExpressions;

namespace CrmClub.Architecture.Tests;

/// <summary>
/// The access table is asked by an interceptor of gRPC, for JSON calls as well. Anything else that a service served
/// would be open to everybody, so it serves nothing else.
/// </summary>
public sealed partial class RouteTests
{
    private static readonly string[] Ruled =
        ["MapGrpcService", "MapGrpcHealthChecksService", "MapGrpcReflectionService", "MapJournal"];

    private static readonly string[] Probes = ["MapHealth", "MapHealthChecks"];

    // The gateway passes on what it has a route for; its fallback says that there is nothing.
    private static readonly string[] Door = ["MapReflection", "MapReverseProxy", "MapFallback", "MapApi"];

    // Says what there is, from the contracts alone.
    private const string Description = "src/Gateway/OpenApi/ApiDoor.cs";

    // Probes and metrics, told apart by the port that took the connection.
    private const string Operators = "ServiceDefaults/ManagementPort.cs";

    [Fact]
    public void Services_AnyEndpoint_IsAnRpcOrAProbe()
    {
        var folders = Checkout.Projects
            .Where(project => !project.Path.StartsWith("tests") && !project.Path.StartsWith("benchmarks"))
            .Select(project => Path.GetDirectoryName(project.Path)!)
            .Where(folder => Endpoints(folder).Any(endpoint => endpoint.Name == "MapGrpcService")).ToList();
        var faults = folders.Append("ServiceDefaults").SelectMany(Endpoints)
            .Where(endpoint => !Ruled.Concat(Probes).Contains(endpoint.Name))
            .Where(endpoint => !endpoint.Place.StartsWith("src/Gateway/") || !Door.Contains(endpoint.Name))
            .Where(endpoint => endpoint != (Description, "MapGet") && endpoint != (Operators, "MapWhen"));

        Assert.Superset(
            new HashSet<string> { "src/Membership", "src/Tariffs", "src/Suppliers", "src/Declarations", "src/Journal" },
            folders.ToHashSet());
        Assert.Empty(faults);
    }

    private static IEnumerable<(string Place, string Name)> Endpoints(string folder) => Checkout.Files("*.cs")
        .Where(file => Checkout.PathOf(file).StartsWith($"{folder}/"))
        .SelectMany(file => Map().Matches(File.ReadAllText(file.FullName))
            .Select(match => (Checkout.PathOf(file), match.Groups[1].Value)));

    [GeneratedRegex(@"\.(Map\w*)[<(]")]
    private static partial Regex Map();
}
