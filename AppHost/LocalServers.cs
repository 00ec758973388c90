using CrmClub.AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace CrmClub.AppHost;

/// <summary>A server that the club stands on.</summary>
/// <param name="Resource">What others wait for.</param>
/// <param name="ConnectionFor">The connection string of a user of it, for instance of <c>tariffs</c>.</param>
public sealed record Server(IResourceBuilder<IResource> Resource, Func<string, string> ConnectionFor);

/// <summary>
/// The one place where it is chosen how the servers run: by a connection string that is given, else in a container if
/// a container runtime answers, else as the machine's own server on loopback.
/// </summary>
public static class LocalServers
{
    public static Server AddPostgres(this Club club) => club.Choose(new PostgresServer(club));

    public static Server AddRabbitMq(this Club club) => club.Choose(new RabbitMqServer(club));

    public static Server AddRedis(this Club club) => club.Choose(new RedisServer(club));

    private static Server Choose(this Club club, ClubServer server)
    {
        var given = club.Builder.Configuration.GetConnectionString(server.Name);
        IResourceBuilder<IResource> resource =
            given is not null ? club.Builder.AddConnectionString(server.Name)
            : club.Options.Containers ? server.AddContainer()
            : server.AddExecutable();

        Func<string, string> connectionFor = given is null ? server.ConnectionFor : user => server.Adapt(given, user);
        // Signs in and asks: a port that is open is not yet a server that answers.
        resource.WithHealth(cancel => server.ProbeAsync(connectionFor(ClubServer.Operator), cancel));
        return new Server(resource.WithAnnotation(new PartOfClub()), connectionFor);
    }
}
