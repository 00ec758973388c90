using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Simulation;

/// <summary>Takes what Tariffs tells of simulations, in the transaction that moves the copy's cursor.</summary>
internal static class SimulationCopy
{
    /// <summary>One that is asked for is noted once; one that is cancelled ends, and what is done stays so.</summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction, Contracts.Tariffs.V1.Simulation told, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH ended AS (
              UPDATE simulation SET ended_at = clock_timestamp()
              WHERE proposal = $1 AND number = $2 AND ended_at IS NULL AND NOT $4)
            INSERT INTO simulation (proposal, number, asked) SELECT $1, $2, $3 WHERE $4
            ON CONFLICT (proposal, number) DO NOTHING
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = told.Proposal });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = told.Number });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = told.ToByteArray() });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = told.State == SimulationState.Asked });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
