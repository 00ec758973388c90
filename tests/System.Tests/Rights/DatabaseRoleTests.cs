using CrmClub.System.Tests.Clubs;
using Npgsql;

namespace CrmClub.System.Tests.Rights;

/// <summary>What the role of a running service must not be able to do.</summary>
public sealed class DatabaseRoleTests(RunningClub running)
{
    private const string InsufficientPrivilege = "42501";
    private const string WrongPassword = "28P01";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Services => [.. AppHost.Club.Services];

    public static TheoryData<string, string> Forbidden => new(
        from service in AppHost.Club.Services
        from statement in new[]
        {
            "CREATE TABLE own (id int)",
            "CREATE SCHEMA own",
            "CREATE ROLE another",
            "DROP TABLE journal",
            "ALTER TABLE journal DISABLE TRIGGER ALL",
            "COPY journal TO PROGRAM 'cat'",
            "COPY journal FROM '/etc/passwd'",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT lo_import('/etc/passwd')",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
            "SELECT rolpassword FROM pg_authid",
            "ALTER SYSTEM SET fsync = off",
            "SET session_replication_role = replica",
            "CREATE EXTENSION dblink",
            $"SET ROLE {service}_owner",
            "SET ROLE postgres",
            "SELECT * FROM applied_script",
        }
        select (service, statement));

    [Theory, MemberData(nameof(Forbidden))]
    public async Task Statement_BeyondTheServicesRights_IsRefused(string service, string statement)
    {
        await using var session = await OpenAsync(service, service);

        await using var command = Command(session, statement);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel));

        Assert.Equal(InsufficientPrivilege, refusal.SqlState);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task SignIn_ToAnyOtherDatabase_IsRefused(string service)
    {
        foreach (var other in AppHost.Club.Services.Append("postgres").Append("template1").Where(db => db != service))
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(service, other));
            Assert.Equal(InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task SignIn_WithAnotherPassword_IsRefused(string service)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(service, service, "guess"));

        Assert.Equal(WrongPassword, refusal.SqlState);
    }

    [Fact]
    public async Task SignIn_OfTheSuperuserWithoutPassword_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync("postgres", "postgres", "guess"));

        Assert.Equal(WrongPassword, refusal.SqlState);
    }

    /// <summary>
    /// Of every table there is: what was recorded can't be changed but by who owns the schema. What is no record (a
    /// cursor, a copy, a queue) may be, and is named.
    /// </summary>
    [Theory, MemberData(nameof(Services))]
    public async Task Rows_OfEveryTable_AreOnlyAdded(string service)
    {
        await using var session = await OpenAsync(service, service);
        var tables = await ListAsync(session, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
            + $"AND relnamespace = '{service}'::regnamespace AND relname <> 'applied_script' ORDER BY 1");
        var changeable = await ListAsync(session, $"""
            SELECT relname || ' ' || change FROM pg_class, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS change
            WHERE relkind IN ('r', 'p') AND relnamespace = '{service}'::regnamespace
              AND CASE change WHEN 'UPDATE' THEN has_any_column_privilege(oid, change)
                ELSE has_table_privilege(oid, change) END
            """);

        Assert.Superset(
            new HashSet<string> { "journal", "sealed", "tree_node", "tree_head", "epoch" }, tables.ToHashSet());
        Assert.Empty(changeable.Except(Changeable));
        foreach (var (_, sql) in tables.SelectMany(Changes).Where(one => !changeable.Contains(one.Right)))
            Assert.Equal((sql, InsufficientPrivilege), (sql, await RefusalAsync(session, sql)));
    }

    private static readonly string[] Changeable =
    [
        "unsealed DELETE", "published UPDATE", "copy_cursor UPDATE", "parked DELETE", "membership_copy UPDATE",
        "membership_copy DELETE", "number_series UPDATE", "reassessment UPDATE", "submission DELETE",
        "submission_key DELETE", "capacity_used UPDATE", "claims_counted UPDATE", "balance UPDATE",
        "quota_drawing UPDATE", "supply_month UPDATE", "supply_counted UPDATE", "simulation UPDATE",
        "simulation_progress UPDATE",
        // Its day of acceptance once, and origins more: a trigger holds both.
        "declaration UPDATE",
    ];

    private static IEnumerable<(string Right, string Sql)> Changes(string table) =>
    [
        ($"{table} UPDATE", $"""
            DO $$ DECLARE one text; BEGIN
              SELECT attname INTO one FROM pg_attribute
              WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' LIMIT 1;
              EXECUTE format('UPDATE {table} SET %I = %I', one, one);
            END $$
            """),
        ($"{table} DELETE", $"DELETE FROM {table}"),
        ($"{table} TRUNCATE", $"TRUNCATE {table}"),
    ];

    // A test's own statements; a connection's commands are in the transaction that is open on it.
#pragma warning disable CA2100
    private static NpgsqlCommand Command(NpgsqlConnection session, string statement) => new(statement, session);
#pragma warning restore CA2100

    // What is not refused after all is taken back.
    private static async Task<string> RefusalAsync(NpgsqlConnection session, string statement)
    {
        await using var transaction = await session.BeginTransactionAsync(Cancel);
        await using var command = Command(session, statement);
        try
        {
            await command.ExecuteNonQueryAsync(Cancel);
            return "";
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
    }

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection session, string question)
    {
        await using var command = Command(session, question);
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        var all = new List<string>();
        while (await rows.ReadAsync(Cancel)) all.Add(rows.GetString(0));
        return all;
    }

    private async Task<NpgsqlConnection> OpenAsync(string service, string database, string? password = null)
    {
        var role = service == "postgres" ? service : $"{service}_app";
        var address = running.Club.Address("postgres", "tcp");
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = address.Port,
            Database = database,
            Username = role,
            Password = password ?? running.Club.Secret($"postgres/{role}"),
            Pooling = false,
        }.ConnectionString);
        try
        {
            await session.OpenAsync(Cancel);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
