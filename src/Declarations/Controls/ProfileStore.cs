using CrmClub.Contracts.Declarations.V1;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Controls;

/// <summary>Reads and writes the steps of risk profiles.</summary>
internal static class ProfileStore
{
    /// <summary>On which the replicas tell each other that there is something new.</summary>
    public const string Channel = "risk_profiles_changed";

    /// <summary>Alone until the transaction ends, so that numbers rise in the order of commit.</summary>
    public static async Task LockAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended('risk profiles', 0)), pg_notify($1, '')",
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Every step, oldest first, with its number.</summary>
    public static async Task<List<(long Number, RiskProfile Profile)>> AllAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT number, document FROM risk_profile ORDER BY number", connection);
        var all = new List<(long, RiskProfile)>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add((rows.GetInt64(0), RiskProfile.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1))));
        return all;
    }

    /// <summary>Stores a step with the entry that tells of it.</summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction, string actor, RiskProfile profile, CancellationToken cancel)
    {
        var entry = await transaction.AppendAsync(
            new NewEntry(actor, $"risk profile {profile.Id}", null, new RiskProfileRecorded { Profile = profile }),
            cancel);
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO risk_profile (id, version, state, proposed_by, approved_by, entry_id, document)
            VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7)
            """,
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = profile.Id });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = profile.Version });
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)profile.State });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = profile.ProposedBy });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = profile.ApprovedBy });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entry });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = profile.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
