using CrmClub.Testing;

namespace CrmClub.Deploy.Tests;

/// <summary>The files by which the club is run on machines of one's own.</summary>
internal static class Deployed
{
    public static readonly string[] Programs =
        ["migrator", "membership", "tariffs", "suppliers", "declarations", "web", "gateway"];

    // A clock that moves, and a door that believes what a proxy in front of it says, are for a developer's club.
    private static readonly string[] ForDevelopers = ["Club__ClockFile", "ASPNETCORE_FORWARDEDHEADERS_ENABLED"];

    private static readonly string[] ForProduction =
    [
        "Management__Port", "AllowedHosts", "Club__DrainTime", "Club__KeysPassphraseFile", "Web__Gateways__0",
        "Kestrel__Certificates__Default__Path", "Kestrel__Certificates__Default__KeyPath",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    private static readonly Dictionary<string, int> Ports = new() { ["http"] = 8080, ["grpc"] = 8081 };

    public static string Path(string name) => System.IO.Path.Combine(Checkout.Root, "deploy", name);

    public static string Text(string name) => File.ReadAllText(Path(name));

    /// <summary>
    /// The variables are those of the model, but for what is said above; how they find each other is by the names and
    /// ports that are served, and how they are tuned is the same.
    /// </summary>
    public static void HoldsTheModel(ModelledProgram modelled, IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var deployed = variables.ToDictionary();
        var expected = modelled.Environment.Keys.Except(ForDevelopers)
            .Where(name => !name.Contains("__https__")).ToHashSet();
        // What a program has no use for, others of the same map have.
        var shared = deployed.Keys.Where(name => name is "AzureAd__Instance" or "Kestrel__Endpoints__http__Url");

        Assert.Empty(expected.Except(deployed.Keys));
        Assert.Empty(deployed.Keys.Except(expected).Except(ForProduction).Except(shared));
        Assert.Equal("Production", deployed["ASPNETCORE_ENVIRONMENT"]);
        foreach (var (name, value) in deployed)
            if (name.Split("__") is ["services", var service, var port, "0"])
                Assert.Equal($"http://{service}:{Ports[port]}", value);
            else if (Tuned(name))
                Assert.Equal(modelled.Environment[name], value);
            else if (name.StartsWith("Kestrel__Endpoints__") && modelled.Environment.ContainsKey(name))
                Assert.EndsWith($"://*:{Ports[name.Split("__")[2]]}", value);
    }

    private static bool Tuned(string name) =>
        name.StartsWith("DOTNET_") || name is "OTEL_EXPORTER_OTLP_TIMEOUT" or "OTEL_METRIC_EXPORT_INTERVAL";
}
