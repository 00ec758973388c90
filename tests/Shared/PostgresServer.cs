using System.Collections.Concurrent;
using Npgsql;

namespace CrmClub.Testing;

/// <summary>PostgreSQL from the machine's package, on loopback, gone with this process.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly ServerFolder _folder;
    private readonly int _port = FreePort.Take();
    private ChildProcess _process = null!;
    private readonly ConcurrentDictionary<(string Service, string Scripts), Lazy<Task<string>>> _templates = new();
    private int _databases;

    private readonly bool _fsync;

    private PostgresServer(ServerFolder folder, bool fsync) => (_folder, _fsync) = (folder, fsync);

    /// <summary>Folder of the server's programs, the newest version of the machine.</summary>
    private static string Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(d => int.Parse(Path.GetFileName(d))).Last() + "/bin"
        : throw new InvalidOperationException("The package postgresql is not installed.");

    /// <param name="fsync">Whether a commit waits for the disk: for measuring; a test does not need it.</param>
    public static async Task<PostgresServer> StartAsync(bool fsync = false)
    {
        var server = new PostgresServer(new ServerFolder(User), fsync);
        try
        {
            await server.InitializeAsync();
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A new database with a schema of the service's name and the role <c>{service}_app</c>, and the scripts applied
    /// in order, <c>$app$</c> being that role. They are applied once, and copied from then on.
    /// </summary>
    public async Task<TestDatabase> CreateAsync(string service, params string[] scripts)
    {
        var name = $"{service}_{Interlocked.Increment(ref _databases)}";
        var app = $"{service}_app";
        var template = await _templates.GetOrAdd(
            (service, string.Concat(scripts)), _ => new(() => MakeTemplateAsync($"{name}_template", service, scripts)))
            .Value;
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
        await ExecuteAsync(
            "postgres",
            $"""
            ALTER ROLE {app} IN DATABASE {name} SET search_path = {service};
            ALTER ROLE {app} IN DATABASE {name} SET timezone = 'UTC';
            ALTER ROLE {app} IN DATABASE {name} SET statement_timeout = '5s';
            ALTER ROLE {app} IN DATABASE {name} SET lock_timeout = '2s';
            ALTER ROLE {app} IN DATABASE {name} SET idle_in_transaction_session_timeout = '10s';
            ALTER ROLE {User} IN DATABASE {name} SET search_path = {service};
            """);
        return new TestDatabase(name, Connection(name, app), Connection(name, User));
    }

    private async Task<string> MakeTemplateAsync(string name, string service, string[] scripts)
    {
        var app = $"{service}_app";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        await ExecuteAsync(
            name,
            $"""
            DO $do$ BEGIN CREATE ROLE {app} LOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
            CREATE SCHEMA {service}; GRANT USAGE ON SCHEMA {service} TO {app};
            ALTER ROLE {User} IN DATABASE {name} SET search_path = {service};
            """);
        foreach (var script in scripts)
        {
            await ExecuteAsync(name, script.Replace("$app$", app, StringComparison.Ordinal));
        }

        return name;
    }

    /// <summary>Connection string of the superuser to a database.</summary>
    public string SuperuserOf(string database) => Connection(database, User);

    /// <summary>Kills the server as a crash would.</summary>
    public async Task KillAsync()
    {
        await _process.KillAsync();
        // Its backends notice, and go; until then they answer.
        await Eventually.HoldsAsync("its backends have gone", () => Task.FromResult(!HasBackends()), StartMax);
    }

    /// <summary>Starts it on the data that are there.</summary>
    public async Task RestartAsync()
    {
        _process = await ChildProcess.StartAsync(
            [$"{Programs}/postgres", "-D", _folder.Of("data"), "-p", $"{_port}", "-h", "127.0.0.1", "-k", "",
                "-c", $"fsync={(_fsync ? "on" : "off")}", "-c", "max_connections=200", "-c", "shared_buffers=64MB"],
            _folder.Of("log"), Signal.Int, user: User);
        await Eventually.HoldsAsync(
            $"PostgreSQL answers, see {_folder.Of("log")}",
            async () =>
            {
                await ExecuteAsync("postgres", "SELECT 1");
                return true;
            },
            StartMax);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _folder.DisposeAsync();
    }

    private bool HasBackends() => Directory.GetDirectories("/proc").Any(process =>
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == _folder.Of("data");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private async Task InitializeAsync()
    {
        var data = _folder.Of("data");
        if (Environment.IsPrivilegedProcess)
        {
            await using var make = await ChildProcess.StartAsync(
                ["install", "-d", "-o", User, "-g", User, "-m", "700", data], _folder.Of("log"), Signal.Kill);
            await make.WaitAsync(default);
        }

        await using var init = await ChildProcess.StartAsync(
            [$"{Programs}/initdb", "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
                "--no-instructions"],
            _folder.Of("log"), Signal.Kill, user: User);
        await init.WaitAsync(default);
        if (init.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb: {await File.ReadAllTextAsync(_folder.Of("log"))}");
        }
    }

    private string Connection(string database, string user) =>
        $"Host=127.0.0.1;Port={_port};Database={database};Username={user};Timeout=5;Command Timeout=10;" +
        "Maximum Pool Size=20";

    private async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Connection(database, User) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the scripts are the repository's own
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A database of one test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="App">Connection string of the service's own role.</param>
/// <param name="Superuser">Connection string of the superuser, with the service's schema as its path.</param>
public sealed record TestDatabase(string Name, string App, string Superuser);
