using CrmClub.System.Tests.Clubs;
using Dapper;
using Npgsql;

namespace CrmClub.System.Tests.Rights;

/// <summary>What PostgreSQL of a running club goes by.</summary>
public sealed class DatabaseSettingsTests(RunningClub running)
{
    private const int ConnectionsKeptFree = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Services => [.. AppHost.Club.Services];

    /// <summary>The club under test runs without fsync; all else is as in earnest.</summary>
    [Fact]
    public async Task Server_Running_HasItsSettings()
    {
        var expected = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["max_connections"] = "300",
            ["password_encryption"] = "scram-sha-256",
            ["synchronous_commit"] = "on",
            ["data_sync_retry"] = "off",
            ["data_checksums"] = "on",
            ["wal_level"] = "replica",
            ["max_slot_wal_keep_size"] = "4096",
            ["log_connections"] = "on",
            ["log_disconnections"] = "on",
            ["log_lock_waits"] = "on",
            ["log_min_duration_statement"] = "500",
            ["jit"] = "off",
            ["fsync"] = "off",
        };
        await using var database = running.Club.Database("membership");
        await using var connection = await database.OpenConnectionAsync(Cancel);
        var found = (await connection.QueryAsync<(string Name, string Setting)>(
            "SELECT name, setting FROM pg_settings WHERE name = ANY (@names)", new { names = expected.Keys.ToArray() }))
            .ToDictionary(one => one.Name, one => one.Setting);
        var ways = await connection.QueryAsync<string>("SELECT DISTINCT auth_method FROM pg_hba_file_rules");

        Assert.Equal(expected.OrderBy(one => one.Key), found.OrderBy(one => one.Key));
        Assert.Equal(["scram-sha-256"], ways);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Roles_OfAService_MayDoNoMore(string service)
    {
        await using var database = running.Club.Database(service);
        await using var connection = await database.OpenConnectionAsync(Cancel);
        var roles = (await connection.QueryAsync<(string Name, bool SignsIn, int Connections, bool Powers, string Of)>(
            """
            SELECT rolname, rolcanlogin, rolconnlimit,
              rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls,
              coalesce((SELECT string_agg(roleid::regrole::text, ' ') FROM pg_auth_members WHERE member = r.oid), '')
            FROM pg_roles r WHERE rolname LIKE @name ORDER BY rolname
            """, new { name = $"{service}\\_%" })).ToList();

        Assert.Equal(
            [
                ($"{service}_app", true, 60, false, ""),
                ($"{service}_migrator", true, -1, false, $"{service}_owner"),
                ($"{service}_owner", false, -1, false, ""),
            ],
            roles);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Session_OfAService_HasItsSchemaAndLimits(string service)
    {
        var address = running.Club.Address("postgres", "tcp");
        await using var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = address.Port,
            Database = service,
            Username = $"{service}_app",
            Password = running.Club.Secret($"postgres/{service}_app"),
            Pooling = false,
        }.ConnectionString);
        await session.OpenAsync(Cancel);
        var shown = new List<string>();
        foreach (var name in new[]
        {
            "search_path", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone",
        })
            shown.Add((await session.QuerySingleAsync<string>("SELECT current_setting(@name)", new { name })));

        Assert.Equal([service, "5s", "2s", "10s", "UTC"], shown);
    }

    /// <summary>All services twice, each with all it may open, leave the operator a way in.</summary>
    [Fact]
    public async Task Connections_OfAllServices_FitTheServer()
    {
        await using var database = running.Club.Database("membership");
        await using var connection = await database.OpenConnectionAsync(Cancel);
        var (allowed, server) = await connection.QuerySingleAsync<(long, int)>(
            """
            SELECT (SELECT sum(rolconnlimit) FROM pg_roles WHERE rolname LIKE '%\_app'),
              current_setting('max_connections')::int
            """);

        Assert.True(allowed >= AppHost.Club.Services.Count * 2 * ServiceDefaults.Database.ConnectionsMax);
        Assert.True(allowed <= server - ConnectionsKeptFree, $"{allowed} of {server}");
    }

    /// <summary>The services themselves: each by its own role alone, and no more than its pool.</summary>
    [Fact]
    public async Task Sessions_OfRunningServices_AreTheirRolesAndBounded()
    {
        await using var database = running.Club.Database("membership");
        await using var connection = await database.OpenConnectionAsync(Cancel);
        var sessions = (await connection.QueryAsync<(string Application, string Role, long Count)>(
            """
            SELECT application_name, usename, count(*) FROM pg_stat_activity
            WHERE datname = ANY (@services) AND application_name = datname GROUP BY 1, 2
            """, new { services = AppHost.Club.Services.ToArray() })).ToList();

        Assert.Equal(
            AppHost.Club.Services.Select(service => (service, $"{service}_app")).Order(),
            sessions.Select(session => (session.Application, session.Role)).Order());
        Assert.All(sessions, session => Assert.InRange(
            session.Count, ServiceDefaults.Database.ConnectionsMin, ServiceDefaults.Database.ConnectionsMax));
    }
}
