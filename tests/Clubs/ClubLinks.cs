using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace CrmClub.Testing.Clubs;

/// <summary>Links of a club that can be made bad, each named by who calls and who is called.</summary>
public sealed class ClubLinks : IAsyncDisposable
{
    public const string Door = "clients-gateway";

    public static readonly IReadOnlyList<string> Names =
    [
        Door, "gateway-declarations", "declarations-postgres", "declarations-rabbitmq", "suppliers-postgres",
        "suppliers-rabbitmq",
    ];

    private readonly Dictionary<string, FaultProxy> links = [];

    private ClubLinks()
    {
    }

    public FaultProxy this[string name] => links[name];

    /// <summary>Lays them in a club that is not built yet; the seed decides about jitter.</summary>
    public static ClubLinks Lay(IDistributedApplicationTestingBuilder club, int seed)
    {
        var laid = new ClubLinks();
        foreach (var name in Names)
        {
            var (from, to) = name.Split('-') is [var first, var second] ? (first, second) : throw new FormatException();
            var port = PortOf(club, to);
            var link = laid.links[name] = FaultProxy.To(port, seed);
            if (name == Door) continue;
            club.Resources.Single(one => one.Name == from).Annotations.Add(new EnvironmentCallbackAnnotation(
                context => Redirect(context.EnvironmentVariables, to, port, link.Port)));
        }

        return laid;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in links.Values) await link.DisposeAsync();
    }

    private static int PortOf(IDistributedApplicationTestingBuilder club, string resource) => club.Resources
        .Single(one => one.Name == resource).Annotations.OfType<EndpointAnnotation>()
        .Single(endpoint => endpoint.Name is "grpc" or "tcp").Port!.Value;

    /// <summary>A service is called by its endpoint's address, a server by a connection string.</summary>
    private static void Redirect(Dictionary<string, object> variables, string to, int port, int link)
    {
        var address = $"services__{to}__grpc__0";
        if (variables.ContainsKey(address)) variables[address] = $"http://127.0.0.1:{link}";
        foreach (var (name, value) in variables.Where(one => one.Key.StartsWith("ConnectionStrings__")).ToList())
            variables[name] = Regex.Replace($"{value}", $@"(?<=Port=|127\.0\.0\.1:){port}\b", $"{link}");
    }
}
