using Npgsql;

namespace CrmClub.AppHost.Servers;

/// <summary>PostgreSQL: a database and roles for each service, passwords by scram-sha-256, no other way in.</summary>
public sealed class PostgresServer(Club club) : ClubServer(club, "postgres")
{
    private const int ConnectionsMax = 300;
    private const string Passwords = "scram-sha-256";
    private const string SlowStatement = "500ms";

    // A backup that does not fetch its changes any more must not fill the disk.
    private const string KeptForBackup = "4GB";

    private string[] Settings =>
    [
        // Each statement is short: compiling one takes longer than running it.
        "jit=off",
        $"max_connections={ConnectionsMax}",
        $"password_encryption={Passwords}",
        "log_connections=on",
        "log_disconnections=on",
        "log_lock_waits=on",
        $"log_min_duration_statement={SlowStatement}",
        $"max_slot_wal_keep_size={KeptForBackup}",
        .. Club.Options.Fsync ? [] : (string[])["fsync=off", "full_page_writes=off"],
    ];

    public override string ConnectionFor(string user) => Adapt($"Host=127.0.0.1;Port={Port}", user);

    public override string Adapt(string given, string user)
    {
        var connection = new NpgsqlConnectionStringBuilder(given);
        if (user != Operator)
        {
            (connection.Database, connection.Username) = (user, $"{user}_app");
            connection.Password = Secret(connection.Username);
        }
        else if (connection.Username is null)
        {
            (connection.Database, connection.Username) = ("postgres", "postgres");
            connection.Password = Secret("postgres");
        }
        return connection.ConnectionString;
    }

    public override async Task ProbeAsync(string connection, CancellationToken cancel)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = 2 };
        await using var session = new NpgsqlConnection(unpooled.ConnectionString);
        await session.OpenAsync(cancel);
        await using var question = new NpgsqlCommand("SELECT 1", session);
        await question.ExecuteScalarAsync(cancel);
    }

    public override IResourceBuilder<IResource> AddContainer()
    {
        if (Club.Options.Restore is not null)
            throw new ClubFault("A backup is restored by the machine's own PostgreSQL: set CLUB_CONTAINERS=off.");
        var password = Club.Builder.AddParameter("postgres-password", Secret("postgres"), secret: true);
        return Club.Builder.AddPostgres(Name, password: password, port: Port)
            .WithDataBindMount(Data)
            .WithArgs(Settings.SelectMany(setting => new[] { "-c", setting }).ToArray());
    }

    public override IResourceBuilder<IResource> AddExecutable()
    {
        if (!Directory.Exists("/usr/lib/postgresql"))
            throw new ClubFault("postgresql is not installed: run scripts/install.");
        return AddLocal("/bin/bash", [Script("postgres.sh"), Data, $"{Port}", .. Settings])
            .WithEnvironment("CLUB_PASSWORD", Secret("postgres"))
            .WithEnvironment("CLUB_RESTORE", Club.Options.Restore ?? "")
            .WithEnvironment("CLUB_RESTORE_UNTIL", Club.Options.RestoreUntil ?? "");
    }
}
