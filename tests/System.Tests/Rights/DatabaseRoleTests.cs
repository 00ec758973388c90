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
            "UPDATE journal SET actor = 'another'",
            "DELETE FROM journal",
            "TRUNCATE journal",
            "COPY journal TO PROGRAM 'cat'",
            "SELECT pg_read_file('/etc/passwd')",
            $"SET ROLE {service}_owner",
            "SET ROLE postgres",
            "SELECT * FROM applied_script",
        }
        select (service, statement));

    [Theory, MemberData(nameof(Forbidden))]
    public async Task Statement_BeyondTheServicesRights_IsRefused(string service, string statement)
    {
        await using var session = await OpenAsync(service, service);

        // The statements are those above.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(statement, session);
#pragma warning restore CA2100
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

    [Theory, MemberData(nameof(Services))]
    public async Task Session_OfAService_HasItsSchemaAndLimits(string service)
    {
        await using var session = await OpenAsync(service, service);
        await using var command = new NpgsqlCommand("""
            SELECT concat_ws(' ', current_schema(), current_setting('statement_timeout'),
              current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))
            """, session);

        Assert.Equal($"{service} 5s 2s 10s", await command.ExecuteScalarAsync(Cancel));
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
