using Npgsql;

namespace CrmClub.Migrator;

/// <summary>
/// Begins a new history of a service's journal where the server was restored since the last one began: PostgreSQL then
/// has another timeline. Entries that were lost are not taken for those that come in their places.
/// </summary>
public static class RestoredHistory
{
    private const string BeginSql =
        """
        INSERT INTO epoch (since, size)
        SELECT greatest(clock_timestamp(), since + interval '1 microsecond'),
          (SELECT coalesce(max(seq), 0) FROM sealed)
        FROM (SELECT since, timeline FROM epoch ORDER BY since DESC LIMIT 1) newest
        WHERE timeline <> substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
        RETURNING size
        """;

    /// <summary>Begins it, if it has to be.</summary>
    /// <returns>How many entries stand; null where the server is the one that it was.</returns>
    public static async Task<long?> BeginAsync(string superuser, ServiceSchema service, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser)
        {
            Database = service.Name,
            SearchPath = service.Name,
        }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(BeginSql, connection);
        return (long?)await command.ExecuteScalarAsync(cancel);
    }
}
