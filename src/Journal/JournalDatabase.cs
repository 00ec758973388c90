using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>Which service this is.</summary>
internal sealed record JournalOwner(string Service);

/// <summary>Connections to the service's database that no pool may hand on.</summary>
internal sealed class JournalDatabase(JournalOwner owner, IConfiguration configuration)
{
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(
        configuration.GetConnectionString(owner.Service)
            ?? throw new InvalidOperationException($"There is no connection string named {owner.Service}."))
    {
        Pooling = false,
        ApplicationName = $"{owner.Service}-journal",
    }.ConnectionString;

    /// <summary>
    /// A connection that the server ends when its owner is silent for 3 s, so that a frozen process loses its lock.
    /// </summary>
    public Task<NpgsqlConnection> OpenOwnAsync(CancellationToken cancel) =>
        OpenAsync("SET idle_session_timeout = '3s'; SET idle_in_transaction_session_timeout = '3s'", cancel);

    /// <summary>A connection that begins with a statement.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string sql, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancel);
#pragma warning disable CA2100 // constants of this assembly
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
