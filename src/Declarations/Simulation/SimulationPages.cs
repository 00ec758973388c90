using CrmClub.Declarations.Storage;
using Npgsql;

namespace CrmClub.Declarations.Simulation;

/// <summary>Reads the declarations of a simulation's period along the index, each at the revision that was its newest
/// when the simulation was taken.</summary>
internal static class SimulationPages
{
    private const int RevisionColumn = 10;

    public static async Task<SimulationPage> NextAsync(
        NpgsqlTransaction transaction, SimulationJob job, int declarationsMax, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {RevisionRows.Columns}
            FROM (
              SELECT * FROM declaration
              WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $3
              ORDER BY acceptance_day, id LIMIT $4) AS d
            LEFT JOIN LATERAL (
              SELECT * FROM revision WHERE declaration = d.id AND recorded_at <= $5
              ORDER BY revision DESC LIMIT 1) r ON true
            ORDER BY d.acceptance_day, d.id
            """,
            transaction.Connection,
            transaction);
        AddPeriod(command, job);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = declarationsMax });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = job.TakenAt });
        var page = new SimulationPage([], 0, job.FromDay, job.FromDeclaration);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            // One that came later has no revision yet.
            if (!rows.IsDBNull(RevisionColumn))
                page.Revisions.Add(RevisionRows.Read(rows));
            page = page with
            {
                Count = page.Count + 1,
                LastDay = rows.GetFieldValue<DateOnly>(8),
                LastDeclaration = rows.GetGuid(0),
            };
        }

        return page;
    }

    /// <summary>How many declarations the period has.</summary>
    public static async Task<long> CountAsync(
        NpgsqlTransaction transaction, SimulationJob job, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM declaration WHERE (acceptance_day, id) > ($1, $2) AND acceptance_day < $3",
            transaction.Connection,
            transaction);
        AddPeriod(command, job);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static void AddPeriod(NpgsqlCommand command, SimulationJob job)
    {
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = job.FromDay });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.FromDeclaration });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = job.UntilDay });
    }
}

/// <summary>Some declarations of a period, in order.</summary>
/// <param name="Revisions">Those that were there.</param>
/// <param name="Count">How many rows there are, those that came later among them.</param>
/// <param name="LastDay">With <paramref name="LastDeclaration"/>: where the next page goes on.</param>
/// <param name="LastDeclaration">The last of them.</param>
internal sealed record SimulationPage(
    List<StoredRevision> Revisions, int Count, DateOnly LastDay, Guid LastDeclaration);
