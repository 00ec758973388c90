using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Work that a revocation or a step in a party's life left: which declarations it may touch.</summary>
/// <param name="Id">Number.</param>
/// <param name="Certificate">Number of the certificate; empty where a party is the cause.</param>
/// <param name="Version">The certificate's version that revokes it.</param>
/// <param name="Party">Code of the party; empty where a certificate is the cause.</param>
/// <param name="Decision">Number of the party's decision.</param>
/// <param name="MembershipSeq">Its place in Membership's journal.</param>
/// <param name="FromDay">With <paramref name="FromDeclaration"/>: how far it has come, else its first day.</param>
/// <param name="FromDeclaration">The last declaration looked at.</param>
/// <param name="UntilDay">Day after its last; null has no end.</param>
internal sealed record ReassessmentJob(
    long Id,
    string Certificate,
    int Version,
    string Party,
    int Decision,
    long MembershipSeq,
    DateOnly FromDay,
    Guid FromDeclaration,
    DateOnly? UntilDay)
{
    // "reas" in ASCII.
    private const long LockKey = 0x72656173;

    /// <summary>The oldest that is not done; null where there is none, or another process is at it.</summary>
    public static async Task<ReassessmentJob?> NextAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, coalesce(certificate, ''), coalesce(version, 0), coalesce(party, ''), coalesce(decision, 0),
              coalesce(membership_seq, 0), coalesce(reached_day, effective_day), reached_declaration, until_day
            FROM (SELECT pg_try_advisory_xact_lock($1) AS locked OFFSET 0) AS attempt
            JOIN reassessment ON attempt.locked
            WHERE done_at IS NULL ORDER BY id LIMIT 1
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new ReassessmentJob(
                row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4), row.GetInt64(5),
                row.GetFieldValue<DateOnly>(6),
                row.IsDBNull(7) ? Guid.Empty : row.GetGuid(7),
                row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8))
            : null;
    }
}
