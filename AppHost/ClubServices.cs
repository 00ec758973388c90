using CrmClub.AppHost.Servers;

namespace CrmClub.AppHost;

/// <summary>How the club's own programs are run.</summary>
public static class ClubServices
{
    /// <summary>Makes databases, roles and tables, and is done.</summary>
    public static IResourceBuilder<ProjectResource> AddMigrator<TProject>(this Club club, Server postgres)
        where TProject : IProjectMetadata, new()
    {
        var migrator = club.AddProgram<TProject>("migrator")
            .WithEnvironment("ConnectionStrings__postgres", postgres.ConnectionFor(ClubServer.Operator))
            .WaitFor(postgres.Resource)
            .WithHiddenOnCompletion();
        foreach (var service in Club.Services)
            foreach (var role in new[] { $"{service}_app", $"{service}_migrator" })
                migrator.WithEnvironment($"Passwords__{role}", club.Secrets[$"postgres/{role}"]);
        return migrator;
    }

    /// <summary>Stands in for Entra ID on a developer's machine.</summary>
    public static void AddIdentity<TProject>(this Club club)
        where TProject : IProjectMetadata, new() =>
        new ClubService<TProject>(club, "identity", webPort: club.IdentityPort)
            .With("DevIdentity__IdentitiesFile", club.Identities.WriteFile());

    /// <summary>One of the services: its database, its broker user, its identity, the founding documents.</summary>
    public static ClubService<TProject> AddService<TProject>(
        this Club club, string name, Server postgres, Server rabbitmq, IResourceBuilder<ProjectResource> migrator)
        where TProject : IProjectMetadata, new() =>
        new ClubService<TProject>(club, name)
            .With($"ConnectionStrings__{name}", postgres.ConnectionFor(name))
            .With("ConnectionStrings__rabbitmq", rabbitmq.ConnectionFor(name))
            .With("ClubIdentity__TenantId", club.Identities.ClubTenant)
            .With("ClubIdentity__ClientId", club.Identities.ClientIdOf(name))
            .With("ClubIdentity__ClientSecret", club.Identities.SecretOf(name))
            .With("Club__FoundingDirectory", Path.Combine(club.DataDirectory, "founding"))
            .With("Club__FoundingDay", club.Options.FoundingDay.ToString("yyyy-MM-dd"))
            .With("Club__ConformanceDirectory", Path.Combine(club.DataDirectory, "conformance"))
            .With("Club__KeysFolder", club.Folder.File("keys"))
            .With("Club__PublicAddress", $"http://localhost:{club.WebPort}")
            // Whoever tries a rotation need not wait a day for it.
            .With("Club__KeyPublishedMin", "00:00:00")
            .With("Club__ClockFile", club.Folder.File("clock.json"))
            .After(migrator);

    /// <summary>
    /// The secretariat's pages, which ask the services in the name of who is signed in; public feeds ask in Web's own.
    /// </summary>
    public static ClubService<TProject> AddWeb<TProject>(this Club club)
        where TProject : IProjectMetadata, new() =>
        new ClubService<TProject>(club, "web")
            .With("AzureAd__TenantId", club.Identities.ClubTenant)
            .With("AzureAd__ClientId", club.Identities.ClientIdOf("web"))
            .With("AzureAd__ClientSecret", club.Identities.SecretOf("web"))
            .With("ClubIdentity__TenantId", club.Identities.ClubTenant)
            .With("ClubIdentity__ClientId", club.Identities.ClientIdOf("web"))
            .With("ClubIdentity__ClientSecret", club.Identities.SecretOf("web"))
            .With("Web__KeysFolder", club.Folder.File("web-keys"))
            .With("Club__ClockFile", club.Folder.File("clock.json"));

    /// <summary>The one door; waits for nobody, so that a caller is answered from the first moment on.</summary>
    public static ClubService<TProject> AddGateway<TProject>(this Club club)
        where TProject : IProjectMetadata, new() => new(club, "gateway", club.WebPort, club.GrpcPort);
}
