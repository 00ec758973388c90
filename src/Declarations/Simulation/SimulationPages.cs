using Npgsql;

namespace CrmClub.Declarations.Simulation;

/// <summary>Reads the declarations of a simulation's period along the index, each at the revision that was its newest
/// when the simulation was taken.</summary>
internal static class SimulationPages
{
    public static async Task<SimulationPage> NextAsync(
        NpgsqlTransaction transaction, SimulationJob job, SimulationPage? former, int declarationsMax,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT d.id, d.acceptance_day, d.administration, r.document, r.decision
            FROM (
              SELECT id, acceptance_day, administration FROM declaration
              WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $3
              ORDER BY acceptance_day, id LIMIT $4) AS d
            LEFT JOIN LATERAL (
              SELECT document, decision FROM revision WHERE declaration = d.id AND recorded_at <= $5
              ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day, d.id
            """,
            transaction.Connection,
            transaction);
        AddPeriod(command, job, former?.LastDay ?? job.FromDay, former?.LastDeclaration ?? job.FromDeclaration);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = declarationsMax });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = job.TakenAt });
        var (declarations, count) = (new List<SimulatedDeclaration>(declarationsMax), 0);
        var (day, id) = (former?.LastDay ?? job.FromDay, former?.LastDeclaration ?? job.FromDeclaration);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        for (; await rows.ReadAsync(cancel); count++)
        {
            (id, day) = (rows.GetGuid(0), rows.GetFieldValue<DateOnly>(1));
            // One that came later has no revision yet.
            if (!rows.IsDBNull(3))
                declarations.Add(new SimulatedDeclaration(
                    id, day, rows.GetString(2), rows.GetFieldValue<byte[]>(3), rows.GetFieldValue<byte[]>(4)));
        }

        return new SimulationPage(declarations, count, day, id);
    }

    /// <summary>How many declarations the period has.</summary>
    public static async Task<long> CountAsync(
        NpgsqlTransaction transaction, SimulationJob job, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM declaration WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $3",
            transaction.Connection,
            transaction);
        AddPeriod(command, job, job.FromDay, job.FromDeclaration);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static void AddPeriod(NpgsqlCommand command, SimulationJob job, DateOnly day, Guid declaration)
    {
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = declaration });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = job.UntilDay });
    }
}

/// <summary>Some declarations of a period, in order.</summary>
/// <param name="Declarations">Those that were there.</param>
/// <param name="Count">How many rows there are, those that came later among them.</param>
/// <param name="LastDay">With <paramref name="LastDeclaration"/>: where the next page goes on.</param>
/// <param name="LastDeclaration">The last of them.</param>
internal sealed record SimulationPage(
    List<SimulatedDeclaration> Declarations, int Count, DateOnly LastDay, Guid LastDeclaration);

/// <summary>What a simulation needs of a declaration.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="AcceptanceDay">Legal day of acceptance.</param>
/// <param name="Administration">Code of the administration.</param>
/// <param name="Document">As it was declared.</param>
/// <param name="Decision">As it was decided.</param>
internal sealed record SimulatedDeclaration(
    Guid Id, DateOnly AcceptanceDay, string Administration, byte[] Document, byte[] Decision);
