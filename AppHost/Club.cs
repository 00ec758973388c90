using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.AppHost;

/// <summary>One club on one machine: its folder, secrets and ports, and the model of what runs.</summary>
public sealed class Club
{
    /// <summary>The services that own a database, a broker user and a journal.</summary>
    public static readonly IReadOnlyList<string> Services = ["membership", "tariffs", "suppliers", "declarations"];

    private Club(IDistributedApplicationBuilder builder, ClubOptions options)
    {
        Builder = builder;
        Options = options;
        Folder = new ClubFolder(options.Directory);
        if (options.Restore is { } backup) ClubRestore.TakeSecrets(backup, Folder);
        Secrets = new Credentials(Folder.File("credentials.json"));
        Ports = new ClubPorts();
        WebPort = FixedPort(0);
        GrpcPort = FixedPort(1);
        IdentityPort = FixedPort(2);
        // The host is told the dashboard's port by its own environment; taken, it would wait for it without end.
        if (options.Dashboard) FixedPort(3);
        Identities = new ClubIdentities(this);
        Metrics = options.Metrics ? new ClubMetrics(this) : null;
    }

    public IDistributedApplicationBuilder Builder { get; }
    public ClubOptions Options { get; }
    public ClubFolder Folder { get; }
    public Credentials Secrets { get; }
    public ClubPorts Ports { get; }
    public ClubIdentities Identities { get; }
    public ClubMetrics? Metrics { get; }
    public int WebPort { get; }
    public int GrpcPort { get; }
    public int IdentityPort { get; }

    /// <summary>The checkout's folder of founding documents and demonstration data.</summary>
    public string DataDirectory => Path.GetFullPath(Path.Combine(Builder.AppHostDirectory, "..", "data"));

    public static Club Open(IDistributedApplicationBuilder builder)
    {
        var club = new Club(builder, ClubOptions.Read(builder));
        // The host outlives what it started, so that "stopped" means that nothing runs any more.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
        builder.Services.AddSingleton(club);
        builder.Services.AddEventingSubscriber<Supervisor>();
        builder.Services.AddEventingSubscriber<ClubFile>();
        builder.Services.AddEventingSubscriber<ClubLogs>();
        return club;
    }

    private int FixedPort(int offset)
    {
        if (Options.FirstPort is not { } first) return Ports.Next();
        return ClubPorts.IsFree(first + offset)
            ? first + offset
            : throw new ClubFault(
                $"Port {first + offset} is in use: stop what listens there, or choose four others with CRMCLUB_PORT.");
    }
}
