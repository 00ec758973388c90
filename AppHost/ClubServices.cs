using System.Reflection;

namespace CrmClub.AppHost;

/// <summary>How the club's own programs are run.</summary>
public static class ClubServices
{
    /// <summary>Makes databases, roles and tables, and is done.</summary>
    public static IResourceBuilder<ProjectResource> AddMigrator<TProject>(this Club club, Server postgres)
        where TProject : IProjectMetadata, new()
    {
        var migrator = club.Builder.AddProject<TProject>("migrator", options => options.ExcludeLaunchProfile = true)
            .RunBuilt()
            .WithEnvironment("ConnectionStrings__postgres", postgres.ConnectionFor(Servers.ClubServer.Operator))
            .WithAnnotation(new PartOfClub())
            .WaitFor(postgres.Resource)
            .WithHiddenOnCompletion();
        foreach (var service in Club.Services)
            foreach (var role in new[] { $"{service}_app", $"{service}_migrator" })
                migrator.WithEnvironment($"Passwords__{role}", club.Secrets[$"postgres/{role}"]);
        return migrator;
    }

    /// <summary>
    /// Starts the program itself, without a <c>dotnet run</c> above it: the pid shown is the program's, and a process
    /// less runs for each. The project's folder is its working directory, for appsettings.json and wwwroot.
    /// </summary>
    private static IResourceBuilder<ProjectResource> RunBuilt(this IResourceBuilder<ProjectResource> resource)
    {
        var project = resource.Resource.GetProjectMetadata().ProjectPath;
        var folder = Path.GetDirectoryName(project)!;
        var program = Path.Combine(folder, "bin", Configuration, "net10.0",
            $"CrmClub.{Path.GetFileNameWithoutExtension(project)}");
        return resource.WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = folder });
    }

    private static string Configuration =>
        typeof(ClubServices).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
}
