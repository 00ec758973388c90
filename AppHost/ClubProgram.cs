using System.Reflection;

namespace CrmClub.AppHost;

/// <summary>A program of the club that is run as it was built.</summary>
internal static class ClubProgram
{
    private const int OtlpTimeoutMs = 1000;
    private const int MetricsEveryMs = 5000;
    private const int FirstGenerationBytes = 32 * 1024 * 1024;

    /// <summary>
    /// Starts the program itself, without a <c>dotnet run</c> above it: the pid shown is the program's, and a process
    /// less runs for each. The project's folder is its working directory, for appsettings.json and wwwroot.
    /// </summary>
    /// <param name="club">The club it belongs to.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="checkout">Of another build, where it is not to be this one's.</param>
    public static IResourceBuilder<ProjectResource> AddProgram<TProject>(
        this Club club, string name, string? checkout = null)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject().ProjectPath;
        var folder = Path.GetDirectoryName(project)!;
        if (checkout is not null)
        {
            var own = Path.GetFullPath(Path.Combine(club.Builder.AppHostDirectory, ".."));
            folder = Path.Combine(checkout, Path.GetRelativePath(own, folder));
        }
        var program = Path.Combine(folder, "bin", Configuration, "net10.0",
            $"CrmClub.{Path.GetFileNameWithoutExtension(project)}");
        return club.Builder.AddProject<TProject>(name, options => options.ExcludeLaunchProfile = true)
            .WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = folder })
            .WithAnnotation(new PartOfClub())
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            // A dozen processes share this machine's cores: a thread that waits by spinning takes them from the others,
            // and a first generation as small as the cache of a shared machine is collected hundreds of times a second.
            .WithEnvironment("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0")
            .WithEnvironment("DOTNET_GCgen0size", FirstGenerationBytes.ToString("x"))
            .WithEnvironment(context =>
            {
                if (club.Options.FailPoints is { } folder) context.EnvironmentVariables["CRMCLUB_FAILPOINTS"] = folder;
            })
            .WithEnvironment(context => TuneTelemetry(context, club.Options));
    }

    /// <summary>
    /// Telemetry goes to the collector that is given, else to the dashboard, else nowhere; an ending service must not
    /// wait for it.
    /// </summary>
    private static void TuneTelemetry(EnvironmentCallbackContext context, ClubOptions options)
    {
        var environment = context.EnvironmentVariables;
        environment.Remove("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY");
        // The dashboard's address goes with the key that it asks for.
        if (!options.Dashboard || options.Collector is not null)
            foreach (var name in environment.Keys.Where(name => name.StartsWith("OTEL_")).ToArray())
                environment.Remove(name);
        if (options.Collector is { } collector) environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        environment["OTEL_EXPORTER_OTLP_TIMEOUT"] = $"{OtlpTimeoutMs}";
        environment["OTEL_METRIC_EXPORT_INTERVAL"] = $"{MetricsEveryMs}";
    }

    /// <summary>How the programs were built: as the host was.</summary>
    public static string Configuration =>
        typeof(ClubProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
}
