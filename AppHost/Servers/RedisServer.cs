using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CrmClub.AppHost.Servers;

/// <summary>
/// Redis: what replicas share and may lose. Each user sees its own keys alone, the operator the settings and no key; no
/// default user.
/// </summary>
public sealed class RedisServer(Club club) : ClubServer(club, "redis")
{
    private const int ContainerPort = 6379;
    private const string ContainerFolder = "/etc/redis";
    private const string MemoryMax = "256mb";

    // Nothing in it is the only copy.
    private const string WhenFull = "allkeys-lru";

    public override string ConnectionFor(string user) =>
        $"127.0.0.1:{Port},user={user},password={Secret(user)}";

    public override async Task ProbeAsync(string connection, CancellationToken cancel)
    {
        var parts = connection.Split(',');
        var address = parts[0].Split(':');
        string Option(string name) => parts.FirstOrDefault(part => part.StartsWith(name + "=")) is { } found
            ? found[(name.Length + 1)..]
            : "";

        using var client = new TcpClient();
        await client.ConnectAsync(address[0], int.Parse(address[1]), cancel);
        await using var stream = client.GetStream();
        var signIn = Option("password") is "" ? "" : $"AUTH {Option("user")} {Option("password")}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{signIn}PING\r\nQUIT\r\n"), cancel);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(cancel);
        if (!answer.Contains("+PONG")) throw new InvalidOperationException($"Redis answered: {answer.Trim()}");
    }

    public override IResourceBuilder<IResource> AddContainer() => Club.Builder
        .AddContainer(Name, "redis", "7")
        .WithEndpoint(Port, ContainerPort, scheme: "tcp", name: "tcp")
        .WithContainerFiles(ContainerFolder,
        [
            new ContainerFile { Name = "users.acl", Contents = Users() },
            new ContainerFile
            {
                Name = "redis.conf",
                Contents = Configuration("0.0.0.0", ContainerPort, "/data", $"{ContainerFolder}/users.acl"),
            },
        ])
        .WithArgs($"{ContainerFolder}/redis.conf");

    public override IResourceBuilder<IResource> AddExecutable()
    {
        var users = Path.Combine(Data, "users.acl");
        var configuration = Path.Combine(Data, "redis.conf");
        PrivateFile.Write(users, Users());
        PrivateFile.Write(configuration, Configuration("127.0.0.1", Port, Data, users));
        return AddLocal(Installed("/usr/bin/redis-server", "redis-server"), configuration);
    }

    private static string Configuration(string address, int port, string folder, string users) => $"""
        bind {address}
        port {port}
        protected-mode yes
        dir {folder}
        aclfile {users}
        save ""
        appendonly no
        maxmemory {MemoryMax}
        maxmemory-policy {WhenFull}
        enable-debug-command no
        enable-module-command no

        """;

    private string Users()
    {
        const string reader = "+@read +@write +@connection";
        const string client = "-@dangerous +info +client|setname";
        string[] lines =
        [
            "user default off",
            User("gateway", $"~rl:* {reader} +@transaction +eval +evalsha +script|load {client}"),
            User("tariffs", $"~tariff:* {reader} {client}"),
            User("declarations", $"~tariff:* ~watch:* &watch:* {reader} +@pubsub {client}"),
            User(Operator, "+@connection -@dangerous +config|get"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private string User(string name, string rights)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret(name))));
        return $"user {name} on resetchannels -@all #{hash} {rights}";
    }
}
