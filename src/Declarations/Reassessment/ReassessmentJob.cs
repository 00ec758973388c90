using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Work that a change left: which declarations it may touch.</summary>
/// <param name="Id">Number.</param>
/// <param name="Change">What has changed.</param>
/// <param name="FromDay">With <paramref name="FromDeclaration"/>: how far it has come, else its first day.</param>
/// <param name="FromDeclaration">The last declaration looked at.</param>
/// <param name="UntilDay">Day after its last; null has no end.</param>
internal sealed record ReassessmentJob(
    long Id, Change Change, DateOnly FromDay, Guid FromDeclaration, DateOnly? UntilDay)
{
    // "reas" in ASCII.
    private const long LockKey = 0x72656173;

    /// <summary>The oldest that is not done; null where there is none, or another process is at it.</summary>
    public static async Task<ReassessmentJob?> NextAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, coalesce(reached_day, effective_day), reached_declaration, until_day, certificate, version,
              party, decision, membership_seq, rate_set, series, tariff
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
                row.GetInt64(0),
                ChangeOf(row),
                row.GetFieldValue<DateOnly>(1),
                row.IsDBNull(2) ? Guid.Empty : row.GetGuid(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3))
            : null;
    }

    private static Change ChangeOf(NpgsqlDataReader row)
    {
        if (!row.IsDBNull(4))
            return new Change.OfCertificate(row.GetString(4), row.GetInt32(5));
        if (!row.IsDBNull(6))
            return new Change.OfParty(row.GetString(6), row.GetInt32(7), row.GetInt64(8));
        return row.IsDBNull(9)
            ? new Change.OfTariff(row.GetInt32(11)) : new Change.OfRates(row.GetInt32(9), row.GetString(10));
    }
}
