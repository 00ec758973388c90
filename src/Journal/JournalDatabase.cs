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
    public async Task<NpgsqlConnection> OpenOwnAsync(CancellationToken cancel)
    {
        var connection = await OpenAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand(
                "SET idle_session_timeout = '3s'; SET idle_in_transaction_session_timeout = '3s'", connection);
            await command.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection that may be silent as long as it likes.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }
}
