using CrmClub.Tariffs.Documents;
using Npgsql;
using Asked = CrmClub.Contracts.Tariffs.V1.Simulation;

namespace CrmClub.Declarations.Simulation;

/// <summary>A simulation that is not done.</summary>
/// <param name="Id">Number of this service.</param>
/// <param name="Asked">What is asked for.</param>
/// <param name="TakenAt">Only revisions recorded until then are looked at.</param>
/// <param name="FromDay">With <paramref name="FromDeclaration"/>: how far it has come, else its first day.</param>
/// <param name="FromDeclaration">The last declaration looked at.</param>
/// <param name="Examined">How many were looked at.</param>
/// <param name="Found">How many there are; null where it has not begun.</param>
/// <param name="Sums">Of what was examined; null where nothing was.</param>
internal sealed record SimulationJob(
    long Id, Asked Asked, DateTime TakenAt, DateOnly FromDay, Guid FromDeclaration, long Examined, long? Found,
    byte[]? Sums)
{
    // "simu" in ASCII.
    private const long LockKey = 0x73696d75;

    public DateOnly UntilDay => Wire.ParseDay(Asked.ToDay);

    /// <summary>The oldest whose tariff is here; null where there is none, or another process is at it.</summary>
    public static async Task<SimulationJob?> NextAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, asked, taken_at, reached_day, reached_declaration, examined, found, sums
            FROM (SELECT pg_try_advisory_xact_lock($1) AS locked OFFSET 0) AS attempt
            JOIN simulation ON attempt.locked
            WHERE ended_at IS NULL AND document IS NOT NULL ORDER BY id LIMIT 1
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        await using var row = await command.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel))
            return null;
        var asked = Asked.Parser.ParseFrom(row.GetFieldValue<byte[]>(1));
        return new SimulationJob(
            row.GetInt64(0),
            asked,
            row.GetDateTime(2),
            row.IsDBNull(3) ? Wire.ParseDay(asked.FromDay) : row.GetFieldValue<DateOnly>(3),
            row.IsDBNull(4) ? Guid.Empty : row.GetGuid(4),
            row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetInt64(6),
            row.IsDBNull(7) ? null : row.GetFieldValue<byte[]>(7));
    }
}
