using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace CrmClub.AppHost.Servers;

/// <summary>RabbitMQ: one virtual host, a user for each service with the rights it needs, no guest.</summary>
public sealed class RabbitMqServer(Club club) : ClubServer(club, "rabbitmq")
{
    private const string VirtualHost = "crm";
    private const int ContainerPort = 5672;
    private const int MessageBytesMax = 1_048_576;
    private const int ConsumerTimeoutMs = 600_000;
    private const int HeartbeatSeconds = 2;
    private const int ChannelsMax = 64;
    private const double MemoryShareMax = 0.4;

    // Enough for the broker's own files; the demonstration must also run on a small machine.
    private const string DiskFreeLimit = "500MB";

    public override string ConnectionFor(string user) =>
        $"amqp://{user}:{Secret(user)}@127.0.0.1:{Port}/{VirtualHost}";

    public override async Task ProbeAsync(string connection, CancellationToken cancel)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(connection),
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = "health",
        };
        await using var session = await factory.CreateConnectionAsync(cancel);
        await session.CloseAsync(cancel);
    }

    public override IResourceBuilder<IResource> AddContainer()
    {
        const string folder = "/etc/rabbitmq";
        var user = Club.Builder.AddParameter("rabbitmq-user", Operator);
        var password = Club.Builder.AddParameter("rabbitmq-password", Secret(Operator), secret: true);
        return Club.Builder.AddRabbitMQ(Name, user, password, Port)
            .WithDataBindMount(Data)
            .WithContainerFiles(folder,
            [
                new ContainerFile { Name = "definitions.json", Contents = Definitions() },
                new ContainerFile
                {
                    Name = "rabbitmq.conf",
                    Contents = Configuration($"0.0.0.0:{ContainerPort}", $"{folder}/definitions.json"),
                },
            ]);
    }

    public override IResourceBuilder<IResource> AddExecutable()
    {
        Installed("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server");
        var definitions = Path.Combine(Data, "definitions.json");
        PrivateFile.Write(definitions, Definitions());
        PrivateFile.Write(Path.Combine(Data, "rabbitmq.conf"), Configuration($"127.0.0.1:{Port}", definitions));
        PrivateFile.Write(Path.Combine(Data, "enabled_plugins"), "[].\n");
        PrivateFile.Write(Path.Combine(Data, ".erlang.cookie"), Secret("cookie"), ownerMayWrite: false);
        return AddLocal("/bin/bash", Script("rabbitmq.sh"), Data, $"{Club.Ports.Next()}", $"{Club.Ports.Next()}");
    }

    private static string Configuration(string listener, string definitions) => $"""
        listeners.tcp.1 = {listener}
        load_definitions = {definitions}
        loopback_users = none
        heartbeat = {HeartbeatSeconds}
        channel_max = {ChannelsMax}
        max_message_size = {MessageBytesMax}
        consumer_timeout = {ConsumerTimeoutMs}
        disk_free_limit.absolute = {DiskFreeLimit}
        vm_memory_high_watermark.relative = {MemoryShareMax}

        """;

    private string Definitions() => JsonSerializer.Serialize(new
    {
        vhosts = new[] { new { name = VirtualHost } },
        users = Club.Services.Append(Operator).Select(user => new
        {
            name = user,
            password_hash = Hash(Secret(user)),
            hashing_algorithm = "rabbit_password_hashing_sha256",
            tags = user == Operator ? new[] { "monitoring" } : [],
        }),
        permissions = Club.Services.Select(ServicePermission).Append(Permission(Operator, "^$", "^$", "^$")),
    });

    /// <summary>
    /// Its own queues and exchange, and reading the exchanges it consumes: MassTransit declares those too, even if they
    /// exist, or the bus does not start.
    /// </summary>
    private static object ServicePermission(string service)
    {
        var own = $@"{service}\..*";
        const string journals = @"[a-z]+\.journal";
        return Permission(service, $"^({own}|{journals})$", $"^{own}$", $"^({own}|{journals})$");
    }

    private static object Permission(string user, string configure, string write, string read) =>
        new { user, vhost = VirtualHost, configure, write, read };

    /// <summary>RabbitMQ's own form: base64(salt ‖ SHA-256(salt ‖ password)), salt of four bytes.</summary>
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
