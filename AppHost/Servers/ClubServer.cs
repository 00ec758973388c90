namespace CrmClub.AppHost.Servers;

/// <summary>How one kind of server is run, reached and asked whether it is well.</summary>
public abstract class ClubServer(Club club, string name)
{
    /// <summary>Who looks after the servers: PostgreSQL's superuser, and who may only look in the others.</summary>
    public const string Operator = "operator";

    public string Name { get; } = name;

    protected Club Club { get; } = club;

    protected int Port { get; } = club.Ports.Next();

    protected string Data => Club.Folder.DataOf(Name);

    /// <summary>The connection string of a user on the server that this club runs.</summary>
    public abstract string ConnectionFor(string user);

    /// <summary>The connection string of a user, made from the one that was given for the whole club.</summary>
    public virtual string Adapt(string given, string user) => given;

    /// <summary>Signs in and asks the smallest question; throws if there is no answer.</summary>
    public abstract Task ProbeAsync(string connection, CancellationToken cancel);

    public abstract IResourceBuilder<IResource> AddContainer();

    public abstract IResourceBuilder<IResource> AddExecutable();

    protected string Secret(string user) => Club.Secrets[$"{Name}/{user}"];

    protected IResourceBuilder<LocalServer> AddLocal(string command, params string[] arguments) => Club.Builder
        .AddResource(new LocalServer(Name, command, Data, ConnectionFor(Operator)))
        .WithArgs(arguments)
        .WithEndpoint(Port, Port, scheme: "tcp", name: "tcp", isProxied: false)
        .WithAnnotation(new Supervised())
        .ExcludeFromManifest();

    /// <summary>A script of ours beside this file; it needs a shell anyway, so its mode bits don't matter.</summary>
    protected string Script(string file) => Path.Combine(Club.Builder.AppHostDirectory, "Servers", file);

    protected static string Installed(string command, string package) => File.Exists(command)
        ? command
        : throw new ClubFault($"{package} is not installed: run scripts/install.");
}

/// <summary>A server of this machine that runs as a child of the club.</summary>
public sealed class LocalServer(string name, string command, string workingDirectory, string connection)
    : ExecutableResource(name, command, workingDirectory), IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{connection}");
}
