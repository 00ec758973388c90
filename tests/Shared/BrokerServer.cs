using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CrmClub.Testing;

/// <summary>
/// RabbitMQ from the machine's package, on loopback, gone with this process: a user for each service with the rights
/// that the club's own broker gives it, and a virtual host for each test.
/// </summary>
public sealed class BrokerServer : IAsyncDisposable
{
    private const string Password = "test";
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(90);

    private readonly ServerFolder _folder = new("rabbitmq");
    private readonly int _port = FreePort.Take();
    private readonly int _namesPort = FreePort.Take();
    private readonly int _distributionPort = FreePort.Take();
    private readonly string _node = $"crm{Guid.NewGuid():n}"[..12] + "@localhost";
    private readonly int _hosts;
    private int _hostsTaken;
    private ChildProcess? _names;
    private ChildProcess? _script;

    private BrokerServer(int hosts) => _hosts = hosts;

    /// <param name="services">Names of the services, each a user.</param>
    /// <param name="hosts">How many virtual hosts there are to take.</param>
    public static async Task<BrokerServer> StartAsync(IReadOnlyCollection<string> services, int hosts)
    {
        var server = new BrokerServer(hosts);
        try
        {
            await server.WriteSettingsAsync(services);
            server._names = await ChildProcess.StartAsync(
                ["epmd", "-address", "127.0.0.1", "-port", $"{server._namesPort}"],
                server._folder.Of("epmd.log"), Signal.Kill);
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A virtual host that no test had before.</summary>
    public string TakeHost() => Interlocked.Increment(ref _hostsTaken) is var taken && taken <= _hosts
        ? HostName(taken)
        : throw new InvalidOperationException($"There are only {_hosts} virtual hosts.");

    /// <summary>The address by which a service reaches a virtual host.</summary>
    public string Address(string service, string host) => $"amqp://{service}:{Password}@127.0.0.1:{_port}/{host}";

    /// <summary>Kills the broker as a crash would.</summary>
    public async Task KillAsync()
    {
        ProcessFaults.Kill(BeamId);
        await _script!.WaitAsync(default);
    }

    /// <summary>Freezes it, or lets it go on.</summary>
    public void Freeze(bool frozen) => ProcessFaults.Send(BeamId, frozen ? Signal.Stop : Signal.Cont);

    /// <summary>Starts it on the data that are there.</summary>
    public async Task RestartAsync()
    {
        _script = await ChildProcess.StartAsync(
            ["/usr/lib/rabbitmq/bin/rabbitmq-server"], _folder.Of("log"), Signal.Term, Settings());
        await Eventually.HoldsAsync($"RabbitMQ answers, see {_folder.Of("log")}", AnswersAsync, StartMax);
    }

    /// <summary>
    /// Whether it has written down who leads a quorum queue: it does some seconds after it declared the queue, and one
    /// killed before never finds a leader again.
    /// </summary>
    public async Task<bool> KeepsAsync(string host, string queue)
    {
        var names = Path.Combine(_folder.Of("mnesia"), _node, "quorum", _node, "names.dets");
        return (await File.ReadAllBytesAsync(names)).AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{host}_{queue}")) >= 0;
    }

    /// <summary>Runs <c>rabbitmqctl</c> and gives what it printed.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var output = _folder.Of($"control-{Guid.NewGuid():n}");
        await using var control = await ChildProcess.StartAsync(
            ["/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", .. arguments], output, Signal.Kill, Settings());
        await control.WaitAsync(default);
        return await File.ReadAllTextAsync(output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_script is { Exited: false })
        {
            ProcessFaults.Kill(BeamId);
            await _script.DisposeAsync();
        }

        if (_names is not null)
        {
            await _names.DisposeAsync();
        }

        await _folder.DisposeAsync();
    }

    private int BeamId => int.Parse(File.ReadAllText(_folder.Of("pid")));

    private static string HostName(int number) => $"crm-{number}";

    private async Task<bool> AnswersAsync()
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", _port);
        using var limit = new CancellationTokenSource(2_000);
        await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), limit.Token);
        return await client.GetStream().ReadAsync(new byte[8], limit.Token) > 0;
    }

    private async Task WriteSettingsAsync(IReadOnlyCollection<string> services)
    {
        var hosts = Enumerable.Range(1, _hosts).Select(HostName).ToList();
        var definitions = new
        {
            users = services.Select(s => new { name = s, password_hash = Hash(), tags = Array.Empty<string>() }),
            vhosts = hosts.Select(h => new { name = h }),
            permissions = hosts.SelectMany(_ => services, (host, service) => new
            {
                user = service,
                vhost = host,
                configure = $@"^({service}\..*|[a-z]+\.journal)$",
                write = $@"^{service}\..*$",
                read = $@"^({service}\..*|[a-z]+\.journal)$",
            }),
        };
        await File.WriteAllTextAsync(_folder.Of("definitions.json"), JsonSerializer.Serialize(definitions));
        await File.WriteAllTextAsync(_folder.Of("enabled_plugins"), "[].\n");
        await File.WriteAllTextAsync(
            _folder.Of("rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{_port}
            heartbeat = 2
            max_message_size = 1048576
            load_definitions = {_folder.Of("definitions.json")}

            """);
    }

    private static string Hash()
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Password)])]);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["HOME"] = _folder.Path,
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = $"{_namesPort}",
        ["RABBITMQ_NODENAME"] = _node,
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_CONFIG_FILE"] = _folder.Of("rabbitmq.conf"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.Of("enabled_plugins"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = _folder.Of("config"),
        ["RABBITMQ_MNESIA_BASE"] = _folder.Of("mnesia"),
        ["RABBITMQ_LOG_BASE"] = _folder.Of("logs"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_PID_FILE"] = _folder.Of("pid"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 1:1 -kernel inet_dist_use_interface {127,0,0,1}",
    };
}
