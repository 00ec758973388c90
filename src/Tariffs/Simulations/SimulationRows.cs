using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Simulations;

/// <summary>The stored simulations of proposals, and the tariffs that were simulated.</summary>
internal static class SimulationRows
{
    /// <summary>Keeps whoever else changes proposals or simulations out until the transaction ends.</summary>
    public static async Task LockAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('tariff changes'))", transaction.Connection, transaction);
        await alone.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Writes it down as it stands, with the entry that tells of it.</summary>
    public static async Task RecordAsync(
        NpgsqlTransaction transaction, string actor, Simulation simulation, CancellationToken cancel)
    {
        var entry = await transaction.AppendAsync(
            new NewEntry(actor, ProposalSteps.Subject(simulation.Proposal), null,
                new SimulationRecorded { Simulation = simulation }), cancel);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO simulation (proposal, number, ended, entry_id, body) VALUES ($1, $2, $3, $4, $5)",
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = simulation.Proposal });
        insert.Parameters.Add(new() { Value = simulation.Number });
        insert.Parameters.Add(new() { Value = simulation.State != SimulationState.Asked });
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = simulation.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    public static async Task AddDocumentAsync(
        NpgsqlTransaction transaction, byte[] hash, byte[] document, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO simulation_document (hash, document) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = hash });
        insert.Parameters.Add(new() { Value = document });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    public static async Task<byte[]?> DocumentAsync(
        NpgsqlConnection connection, string hash, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT document FROM simulation_document WHERE hash = $1", connection);
        select.Parameters.Add(new() { Value = Convert.FromHexString(hash) });
        return (byte[]?)await select.ExecuteScalarAsync(cancel);
    }

    /// <summary>Those of a proposal as they stand with their progress, newest first.</summary>
    public static async Task<IReadOnlyList<Simulation>> OfAsync(
        NpgsqlConnection connection, int proposal, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT DISTINCT ON (number) body, examined, found
            FROM simulation s LEFT JOIN simulation_progress p USING (proposal, number)
            WHERE proposal = $1 ORDER BY number DESC, ended DESC
            """, connection);
        select.Parameters.Add(new() { Value = proposal });
        return await ReadAsync(select, cancel);
    }

    /// <summary>Those that have not ended.</summary>
    public static async Task<IReadOnlyList<Simulation>> OpenAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT body, NULL::bigint, NULL::bigint FROM simulation s
            WHERE NOT ended AND NOT EXISTS (
              SELECT FROM simulation e WHERE (e.proposal, e.number, e.ended) = (s.proposal, s.number, true))
            ORDER BY entry_id
            """, connection);
        return await ReadAsync(select, cancel);
    }

    public static async Task ProgressAsync(
        NpgsqlTransaction transaction, int proposal, int number, long examined, long found, CancellationToken cancel)
    {
        await using var upsert = new NpgsqlCommand(
            """
            INSERT INTO simulation_progress (proposal, number, examined, found) VALUES ($1, $2, $3, $4)
            ON CONFLICT (proposal, number) DO UPDATE SET examined = excluded.examined, found = excluded.found
            WHERE simulation_progress.examined < excluded.examined
            """,
            transaction.Connection,
            transaction);
        upsert.Parameters.Add(new() { Value = proposal });
        upsert.Parameters.Add(new() { Value = number });
        upsert.Parameters.Add(new() { Value = examined });
        upsert.Parameters.Add(new() { Value = found });
        await upsert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Every row with its entry.</summary>
    public static async Task<List<Recorded<Simulation>>> AllAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand("SELECT entry_id, body FROM simulation", connection);
        var found = new List<Recorded<Simulation>>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add(new(rows.GetInt64(0), Simulation.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1))));
        return found;
    }

    private static async Task<List<Simulation>> ReadAsync(NpgsqlCommand select, CancellationToken cancel)
    {
        var found = new List<Simulation>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var simulation = Simulation.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0));
            if (simulation.State != SimulationState.Done && !await rows.IsDBNullAsync(1, cancel))
                (simulation.Examined, simulation.Found) = (rows.GetInt64(1), rows.GetInt64(2));
            found.Add(simulation);
        }

        return found;
    }
}
