using Npgsql;

// Names of roles and databases can't be parameters of DDL; they are ServiceSchema's constants.
#pragma warning disable CA2100

namespace CrmClub.Migrator;

/// <summary>Makes a service's roles and database, or brings them up to what is written here.</summary>
public sealed class RoleSetup(string superuser, Func<string, string> passwordOf)
{
    private const int AppConnectionsMax = 60;

    // Below the client's own time-out, so that a statement ends on the server and the connection is good again.
    private const string StatementMax = "5s";
    private const string LockMax = "2s";
    private const string IdleInTransactionMax = "10s";

    public async Task ApplyAsync(ServiceSchema service, CancellationToken cancel)
    {
        await using (var server = await OpenAsync("postgres", cancel))
        {
            await MakeRolesAsync(server, service, cancel);
            if (!await ExistsAsync(server, "SELECT 1 FROM pg_database WHERE datname = $1", service.Name, cancel))
                await RunAsync(server, $"CREATE DATABASE {service.Name} OWNER {service.Owner}", cancel);
            await RunAsync(server, $"""
                REVOKE ALL ON DATABASE {service.Name}, postgres, template1 FROM PUBLIC;
                GRANT CONNECT ON DATABASE {service.Name} TO {service.App}, {service.Migrator};
                """, cancel);
        }

        await using var database = await OpenAsync(service.Name, cancel);
        await RunAsync(database, $"""
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            CREATE SCHEMA IF NOT EXISTS {service.Name} AUTHORIZATION {service.Owner};
            GRANT USAGE ON SCHEMA {service.Name} TO {service.App};
            """, cancel);
    }

    private async Task MakeRolesAsync(NpgsqlConnection server, ServiceSchema service, CancellationToken cancel)
    {
        foreach (var role in new[] { service.Owner, service.Migrator, service.App })
            if (!await ExistsAsync(server, "SELECT 1 FROM pg_roles WHERE rolname = $1", role, cancel))
                await RunAsync(server, $"CREATE ROLE {role}", cancel);

        const string bare = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
        await RunAsync(server, $"""
            ALTER ROLE {service.Owner} NOLOGIN {bare};
            ALTER ROLE {service.Migrator} LOGIN {bare} NOINHERIT PASSWORD '{Verifier(service.Migrator)}';
            ALTER ROLE {service.App} LOGIN {bare} CONNECTION LIMIT {AppConnectionsMax}
              PASSWORD '{Verifier(service.App)}';
            GRANT {service.Owner} TO {service.Migrator};
            ALTER ROLE {service.Migrator} SET role = {service.Owner};
            ALTER ROLE {service.Migrator} SET search_path = {service.Name};
            ALTER ROLE {service.App} SET search_path = {service.Name};
            ALTER ROLE {service.App} SET statement_timeout = '{StatementMax}';
            ALTER ROLE {service.App} SET lock_timeout = '{LockMax}';
            ALTER ROLE {service.App} SET idle_in_transaction_session_timeout = '{IdleInTransactionMax}';
            ALTER ROLE {service.App} SET timezone = 'UTC';
            """, cancel);
    }

    private string Verifier(string role) => ScramVerifier.Of(passwordOf(role));

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(superuser) { Database = database }.ConnectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }

    private static async Task<bool> ExistsAsync(
        NpgsqlConnection connection, string question, string name, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(question, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statements, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
