namespace CrmClub.AppHost;

/// <summary>
/// A service of the club that others reach; runs twice if <see cref="ClubOptions.Seconds"/> names it.
/// </summary>
public interface IClubService
{
    string Name { get; }

    IReadOnlyList<IResourceBuilder<ProjectResource>> Replicas { get; }
}

/// <inheritdoc cref="IClubService"/>
public sealed class ClubService<TProject> : IClubService
    where TProject : IProjectMetadata, new()
{
    private readonly Club club;

    /// <param name="club">The club it belongs to.</param>
    /// <param name="name">Its name, which others find it by.</param>
    /// <param name="webPort">Port of its first replica for HTTP/1.1; any free one if not given.</param>
    /// <param name="grpcPort">The same for HTTP/2.</param>
    public ClubService(Club club, string name, int? webPort = null, int? grpcPort = null)
    {
        this.club = club;
        Name = name;
        Replicas = club.Options.Seconds.TryGetValue(name, out var checkout)
            ? [Add(name, webPort, grpcPort), Add($"{name}-2", null, null, checkout)]
            : [Add(name, webPort, grpcPort)];
        With("AzureAd__Instance", $"http://localhost:{club.IdentityPort}/");
    }

    public string Name { get; }

    public IReadOnlyList<IResourceBuilder<ProjectResource>> Replicas { get; }

    public ClubService<TProject> With(string variable, string value) =>
        Each(replica => replica.WithEnvironment(variable, value));

    /// <summary>Its own user of the Redis that replicas share.</summary>
    public ClubService<TProject> Shares(Server redis) => With("ConnectionStrings__redis", redis.ConnectionFor(Name));

    /// <summary>May call these others, which it finds by name.</summary>
    public ClubService<TProject> Calls(params IClubService[] others) => Each(replica =>
    {
        foreach (var other in others)
        {
            replica.WithReferenceRelationship(other.Replicas[0].Resource);
            foreach (var (index, target) in other.Replicas.Index())
                foreach (var endpoint in target.Resource.Annotations.OfType<EndpointAnnotation>())
                    replica.WithEnvironment(
                        $"services__{other.Name}__{endpoint.Name}__{index}", target.GetEndpoint(endpoint.Name));
        }
    });

    /// <summary>
    /// Starts when its tables are there. It waits for no broker: it does its work without one, and is compiled while
    /// the broker is still coming up.
    /// </summary>
    public ClubService<TProject> After(IResourceBuilder<ProjectResource> migrator) =>
        Each(replica => replica.WaitForCompletion(migrator));

    private ClubService<TProject> Each(Action<IResourceBuilder<ProjectResource>> change)
    {
        foreach (var replica in Replicas) change(replica);
        return this;
    }

    /// <summary>
    /// Endpoints come from the project's Kestrel section, but on ports of this club, and without the orchestrator's
    /// proxy: it would cost a hop on each call, and would take connections for a service that is down.
    /// </summary>
    private IResourceBuilder<ProjectResource> Add(string name, int? webPort, int? grpcPort, string? checkout = null)
    {
        var replica = club.AddProgram<TProject>(name, checkout).WithAnnotation(new Supervised());
        foreach (var endpoint in replica.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.Port = endpoint.TargetPort =
                (endpoint.Name == "grpc" ? grpcPort : webPort) ?? club.Ports.Next();
            endpoint.IsProxied = false;
            if (endpoint.Name == "http") replica.WithHealth($"http://127.0.0.1:{endpoint.Port}/health");
        }
        if (club.Metrics is { } metrics)
            replica.WithEnvironment("Management__Port", metrics.PortOf(Name));
        return replica;
    }
}
